import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const longText = 1_000
/** Base64 of PNG, JPEG, GIF, PDF, WebP, SVG and web fonts. */
const picture = /^(iVBORw0KGgo|\/9j\/|R0lGOD|JVBERi0|UklGR|PHN2Zy|d09GM|data:image)/

/** A long encoded text is unpacked. */
export const encodedText: Rule = {
  id: 'encoded-text',
  title: 'A long encoded text is unpacked',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.7,
  persona: 'gate',
  cwe: [506],
  owasp: ['A08:2021'],
  on: [
    onCall(
      [
        ...['base64.b64decode', 'base64.urlsafe_b64decode', 'base64.b85decode', 'base64.a85decode'],
        ...['base64.b32decode', 'base64.decodebytes', 'binascii.unhexlify', 'binascii.a2b_base64'],
        ...[
          'builtins.bytes.fromhex',
          'codecs.decode',
          'zlib.decompress',
          'lzma.decompress',
          'bz2.decompress',
        ],
        ...['gzip.decompress', 'builtins.bytes', 'builtins.bytearray'],
      ],
      (call) => {
        const [value] = call.values(0)
        if (
          value?.kind === 'sequence' &&
          value.items.length >= 200 &&
          call.name.startsWith('builtins.byte')
        ) {
          return { message: `\`${call.shortName}\` makes bytes of ${value.items.length} numbers.` }
        }
        if (value?.kind !== 'text' || value.text.length < longText || picture.test(value.text))
          return undefined
        if (call.name === 'builtins.bytes') return undefined
        return {
          message: `\`${call.shortName}\` unpacks ${value.text.length} characters that nobody can read.`,
          help: 'Keep data in a file that says what it is.',
        }
      },
    ),
  ],
}
