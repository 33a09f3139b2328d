import type { Report, Rule } from '../../rule.ts'
import { onAssign, onCall, onName, onNode } from '../../rule.ts'

const protocols = ['SSLv2', 'SSLv3', 'SSLv23_METHOD', 'TLSv1', 'TLSv1_1']

/** SSL 2 and 3, TLS 1.0 and 1.1, and ciphers without encryption. */
export const tlsProtocolOld: Rule = {
  id: 'tls-protocol-old',
  title: 'An outdated protocol is allowed',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.9,
  persona: 'default',
  cwe: [327, 326],
  owasp: ['A02:2021'],
  on: [
    onName(
      [
        ...['PROTOCOL_SSLv2', 'PROTOCOL_SSLv3', 'PROTOCOL_TLSv1', 'PROTOCOL_TLSv1_1'].map(
          (name) => `ssl.${name}`,
        ),
        ...['SSLv2_METHOD', 'SSLv3_METHOD', 'TLSv1_METHOD', 'TLSv1_1_METHOD'].map(
          (name) => `OpenSSL.SSL.${name}`,
        ),
      ],
      ({ name }) => report(`\`${name}\``),
    ),
    onAssign(/^minimum_version$/, ({ node, site }, { meaning }) => {
      const [target] = node.targets
      if (target?.kind !== 'Attribute' || target.attr !== 'minimum_version') return undefined
      const old = meaning
        .paths(node.value, site)
        .find((path) => protocols.some((name) => path === `ssl.TLSVersion.${name}`))
      return old ? report(`\`${old}\``) : undefined
    }),
    onNode('AugAssign', ({ node, site }, { meaning }) => {
      const isCleared =
        node.op === 'BitAnd' &&
        node.value.kind === 'UnaryOp' &&
        node.value.op === 'Invert' &&
        meaning
          .paths(node.value.operand, site)
          .some((path) => /^ssl\.(Options\.)?OP_NO_(SSLv2|SSLv3|TLSv1|TLSv1_1)$/.test(path))
      return isCleared ? report('Clearing this option') : undefined
    }),
    onCall(['ssl.wrap_socket'], (call) => report(`\`${call.shortName}\``)),
    onCall(
      ['.set_ciphers', 'ssl.SSLContext().set_ciphers', 'ssl.create_default_context().set_ciphers'],
      (call) =>
        call
          .texts(0)
          .some((text) =>
            /(^|[:+, ])(ALL|NULL|eNULL|aNULL|RC4|EXPORT|EXP|LOW|DES|3DES|MD5|ADH)($|[:+, ])/.test(
              text,
            ),
          )
          ? report('The list of ciphers')
          : undefined,
    ),
  ],
}

function report(what: string): Report {
  return {
    message: `${what} allows a protocol or cipher that is broken.`,
    help: 'Use `ssl.create_default_context()` as it is.',
  }
}
