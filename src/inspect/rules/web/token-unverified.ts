import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** JSON web tokens whose signature nobody checks. */
export const tokenUnverified: Rule = {
  id: 'token-unverified',
  title: 'A signed token is read without checking it',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.9,
  persona: 'default',
  cwe: [347],
  owasp: ['A02:2021', 'A07:2021'],
  on: [
    onCall(
      [
        'jwt.decode',
        'jose.jwt.decode',
        'jwt.PyJWT().decode',
        'authlib.jose.jwt.decode',
        'jwt.api_jwt.decode',
        'jwt.decode_complete',
      ],
      (call, { meaning }) => {
        if (call.isFlag('verify', false, 2)) return report(call.shortName)
        for (const options of call.values(3, 'options')) {
          const entries = options.kind === 'mapping' ? options.entries : []
          const entry = entries.find(
            ({ key }) => key && meaning.text(key.node, key.site) === 'verify_signature',
          )
          if (
            entry &&
            meaning.valuesOf(entry.value).some((value) => value.kind === 'boolean' && !value.value)
          )
            return report(call.shortName)
          const lax = entries.find(
            ({ key, value }) =>
              /^verify_(exp|nbf|aud|iss)$/.test((key && meaning.text(key.node, key.site)) ?? '') &&
              meaning.valuesOf(value).some((flag) => flag.kind === 'boolean' && !flag.value),
          )
          if (lax)
            return {
              ...report(call.shortName),
              message: lenient(call.shortName),
              severity: 'medium',
            }
        }
        const algorithms = call
          .values(2, 'algorithms')
          .flatMap((value) =>
            value.kind === 'sequence'
              ? value.items.map((item) => meaning.text(item.node, item.site))
              : value.kind === 'text'
                ? [value.text]
                : [],
          )
        return algorithms.some((name) => name?.toLowerCase() === 'none')
          ? report(call.shortName)
          : undefined
      },
    ),
    onCall(
      [
        'jose.jwt.get_unverified_claims',
        'jose.jws.get_unverified_claims',
        'jwt.get_unverified_claims',
      ],
      (call) => ({ ...report(call.shortName), severity: 'medium', confidence: 0.6 }),
    ),
    onCall(['jwt.encode', 'jose.jwt.encode'], (call) =>
      call.texts(2, 'algorithm').some((name) => name.toLowerCase() === 'none')
        ? {
            ...report(call.shortName),
            message: `\`${call.shortName}\` makes a token without a signature.`,
          }
        : undefined,
    ),
  ],
}

function lenient(name: string): string {
  return `\`${name}\` takes a token that has run out or was made for somebody else.`
}

function report(name: string): Report {
  return {
    message: `\`${name}\` takes a token without checking who signed it.`,
    help: 'Pass the key and the one algorithm that is used.',
  }
}
