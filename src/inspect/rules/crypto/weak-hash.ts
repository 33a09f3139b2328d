import type { CallMatch } from '../../call-match.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const names = ['md5', 'sha1', 'md4', 'md2', 'ripemd160', 'sha']
const isWeak = (name: string | undefined) =>
  name !== undefined && /^(md[245]|sha-?1|sha|ripemd-?160)$/i.test(name)
const sensitive = /sign|token|passw|secret|auth|mac|verif|cert|session|credential/i

/** Hash functions for which collisions are easy to make. */
export const weakHash: Rule = {
  id: 'weak-hash',
  title: 'A broken hash function is used',
  layer: 'calls',
  severity: 'low',
  confidence: 0.7,
  persona: 'default',
  cwe: [328, 327],
  owasp: ['A02:2021'],
  on: [
    onCall(
      names.map((name) => `hashlib.${name}`),
      (call) => report(call),
    ),
    onCall(['hashlib.new'], (call) =>
      call.texts(0, 'name').some(isWeak) ? report(call) : undefined,
    ),
    onCall(['hashlib.file_digest'], (call) =>
      call.texts(1, 'digest').some(isWeak) ? report(call) : undefined,
    ),
    onCall(['hmac.new', 'hmac.digest'], (call) => {
      const at = 2
      const isBroken = call.texts(at, 'digestmod').some((name) => /^md[45]$/i.test(name))
      const isNamed = call
        .values(at, 'digestmod')
        .some((value) => value.kind === 'path' && /\.md[45]$/.test(value.path))
      return isBroken || isNamed
        ? { ...report(call), message: `\`${call.shortName}\` uses MD5.` }
        : undefined
    }),
    onCall(
      [
        ...['MD2', 'MD4', 'MD5', 'SHA', 'SHA1', 'RIPEMD160', 'RIPEMD'].flatMap((name) => [
          `Crypto.Hash.${name}.new`,
          `Cryptodome.Hash.${name}.new`,
        ]),
        ...['MD5', 'SHA1'].map((name) => `cryptography.hazmat.primitives.hashes.${name}`),
      ],
      (call) => report(call),
    ),
  ],
}

function report(call: CallMatch): Report | undefined {
  if (call.isFlag('usedforsecurity', false)) return undefined
  const around = call.site.scope.node
  const name =
    around.kind === 'FunctionDef' || around.kind === 'AsyncFunctionDef' ? around.name : ''
  return {
    message: `\`${call.shortName}\` is a broken hash function.`,
    ...(sensitive.test(name) ? { severity: 'medium' as const } : {}),
    help: 'Use SHA-256, or pass `usedforsecurity=False` where nothing depends on it.',
  }
}
