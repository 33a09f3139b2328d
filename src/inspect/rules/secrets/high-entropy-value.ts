import { findSecrets, isPlaceholder } from '../../find-secrets.ts'
import type { Rule } from '../../rule.ts'
import { onNamedValue } from '../../rule.ts'
import { entropy } from '../../tables/checksums.ts'

const secretWords =
  /(^|[_-])(key|token|secret|credentials?|auth|authorization|apikey|bearer|signature|salt|cert|dsn|passcode)s?([_-]|$)|[Aa][Pp][Ii][_-]?[Kk][Ee][Yy]|[a-z](Key|Token|Secret)$/
const harmless =
  /(^|_)(next|page|continuation|cursor|primary|foreign|public|sort|partition|cache|dict|row|group|join|index|csrf|pad|eos|bos|unk|mask|special|stop|keyboard|monkey|turkey|hash|checksum|sha\d*|md5|etag|uuid|guid|tokens|keys|tokenizer|html|img|image)(_|$)|^(Next|Page|Continuation)Token$/i
const most = 300

/** Values that look random under a name that sounds like a secret. */
export const highEntropyValue: Rule = {
  id: 'high-entropy-value',
  title: 'A random value stands where a secret would',
  layer: 'pattern',
  severity: 'medium',
  confidence: 0.7,
  persona: 'default',
  cwe: [798],
  owasp: ['A07:2021'],
  on: [
    onNamedValue(secretWords, ({ name, value, site }, { meaning }) => {
      if (harmless.test(name.replaceAll('-', '_'))) return undefined
      const text =
        value.kind === 'Constant' || value.kind === 'BinOp' ? meaning.text(value, site) : undefined
      if (
        text === undefined ||
        text.length < 20 ||
        text.length > most ||
        !/^[\w+/=.~-]+$/.test(text)
      )
        return undefined
      const isHex = /^[0-9a-f]+$/i.test(text)
      const isRandom = isHex
        ? text.length >= 32 && entropy(text) > 3
        : entropy(text) > 4.5 ||
          (entropy(text) > 4 && /\d/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text))
      if (!isRandom || isPlaceholder(text) || isWords(text) || findSecrets(text).length > 0)
        return undefined
      return {
        message: `\`${name}\` is given a value that looks random, as a secret does.`,
        help: 'Read it from a secret store or the environment.',
      }
    }),
  ],
}

/** Names and paths are long too, but are words with marks between them. */
function isWords(text: string): boolean {
  const words = text.split(/[_./=-]+/)
  return words.length > 1 && words.every((word) => /^[A-Za-z]{1,20}$|^\d{1,4}$/.test(word))
}
