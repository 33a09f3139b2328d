import type { CallMatch } from '../../call-match.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const modes = ['CBC', 'CFB', 'CFB8', 'OFB', 'CTR', 'GCM', 'XTS']
const aeads = ['AESGCM', 'AESCCM', 'AESOCB3', 'ChaCha20Poly1305', 'AESGCMSIV']

/** Initialisation vectors and nonces that are always the same. */
export const ivConstant: Rule = {
  id: 'iv-constant',
  title: 'A cipher starts from a constant',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.9,
  persona: 'default',
  cwe: [329, 1204],
  owasp: ['A02:2021'],
  on: [
    onCall(
      ['AES', 'DES', 'DES3', 'Blowfish', 'CAST', 'ARC2'].flatMap((name) => [
        `Crypto.Cipher.${name}.new`,
        `Cryptodome.Cipher.${name}.new`,
      ]),
      (call) =>
        isConstant(call, 2, 'iv') || isConstant(call, 2, 'IV') || isConstant(call, -1, 'nonce')
          ? report(call)
          : undefined,
    ),
    onCall(
      ['ChaCha20', 'Salsa20', 'ChaCha20_Poly1305'].map((name) => `Crypto.Cipher.${name}.new`),
      (call) => (isConstant(call, -1, 'nonce') ? report(call) : undefined),
    ),
    onCall(
      modes.map((mode) => `cryptography.hazmat.primitives.ciphers.modes.${mode}`),
      (call) =>
        isConstant(call, 0, 'initialization_vector') || isConstant(call, 0, 'nonce')
          ? report(call)
          : undefined,
    ),
    onCall(
      aeads.map((name) => `cryptography.hazmat.primitives.ciphers.aead.${name}().encrypt`),
      (call) => (isConstant(call, 0, 'nonce') ? report(call) : undefined),
    ),
  ],
}

function isConstant(call: CallMatch, at: number, keyword: string): boolean {
  const node = call.argument(at, keyword)
  if (call.text(at, keyword) !== undefined) return true
  const made =
    node?.kind === 'Call' && node.func.kind === 'Name' && node.func.id === 'bytes'
      ? node.args[0]
      : undefined
  return made?.kind === 'Constant' && made.type === 'int'
}

function report(call: CallMatch): Report {
  return {
    message: `\`${call.shortName}\` is given a constant to start from.`,
    help: 'Make it anew for every message with `os.urandom` and send it along.',
  }
}
