import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import { walk } from '../../../python/visit.ts'
import type { Context } from '../../context.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const decoders = new Set([
  ...[
    'b64decode',
    'urlsafe_b64decode',
    'standard_b64decode',
    'b32decode',
    'b16decode',
    'b85decode',
  ].map((name) => `base64.${name}`),
  ...['base64.a85decode', 'base64.decodebytes', 'binascii.unhexlify', 'binascii.a2b_base64'],
  ...['binascii.a2b_hex', 'codecs.decode', 'builtins.bytes.fromhex', 'builtins.bytearray.fromhex'],
  ...['zlib.decompress', 'gzip.decompress', 'bz2.decompress', 'lzma.decompress', 'marshal.loads'],
])

/** Code that is hidden from its reader by an encoding. */
export const decodedCode: Rule = {
  id: 'decoded-code',
  title: 'Encoded text is decoded and run as code',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.98,
  persona: 'default',
  cwe: [506, 95],
  owasp: ['A08:2021', 'LLM05:2025'],
  replaces: ['dynamic-code'],
  on: [
    onCall(['builtins.eval', 'builtins.exec', 'builtins.compile'], (call, context) => {
      const source = call.argument(0, 'source')
      if (!source || !isDecoded(source, call.site, context, 0)) return undefined
      return {
        message: `\`${call.shortName}\` runs code that was hidden by an encoding.`,
        help: 'Write the code in plain text.',
      }
    }),
  ],
}

/** The expression, or what a name in it was assigned, holds a call of a decoder. */
function isDecoded(node: Expression, site: Site, context: Context, depth: number): boolean {
  let found = false
  walk(node, (inner) => {
    if (found) return false
    if (inner.kind === 'Call') {
      found = context.meaning.paths(inner.func, site).some((path) => decoders.has(path))
    } else if (inner.kind === 'Name' && depth < 4) {
      found = context.meaning
        .assigned(inner, site)
        .some((value) => isDecoded(value.node, value.site, context, depth + 1))
    }
    return !found
  })
  return found
}
