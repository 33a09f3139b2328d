import { isGiven } from '../../given-values.ts'
import { originAt } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import type { SourceKind } from '../../tables/sources.ts'

const senders: ReadonlySet<SourceKind> = new Set(['request', 'tool', 'network'])
const requesters: ReadonlySet<SourceKind> = new Set(['request', 'tool'])

/** A compressed text of someone else is unpacked whole. */
export const unpackedUnbounded: Rule = {
  id: 'unpacked-unbounded',
  title: 'What someone else packed is unpacked without a limit',
  layer: 'taint',
  severity: 'medium',
  confidence: 0.75,
  persona: 'default',
  cwe: [409],
  owasp: ['A05:2021'],
  on: [
    onCall(
      [
        'zlib.decompress',
        'gzip.decompress',
        'bz2.decompress',
        'lzma.decompress',
        'zstandard.decompress',
        'brotli.decompress',
      ],
      (call, context) => {
        const data = call.argument(0)
        const origin = originAt(context, data, call.site, senders)
        if (!origin && data && isGiven(data, call.site, context)) {
          return {
            message: `\`${call.shortName}\` unpacks whatever it is given, however long it gets.`,
            severity: 'low',
            confidence: 0.5,
            help: 'Use a decompressor object with `max_length`.',
          }
        }
        return origin
          ? {
              message: `\`${call.shortName}\` unpacks what comes from \`${origin.name}\`, however long it gets.`,
              flow: origin.flow,
              help: 'Use a decompressor object with `max_length`.',
            }
          : undefined
      },
    ),
    onCall(['zipfile.ZipFile', 'tarfile.open', 'py7zr.SevenZipFile'], (call, context) => {
      const node = call.argument(0) ?? call.argument(-1, 'fileobj')
      const origin = originAt(context, node, call.site, requesters)
      return origin
        ? {
            message: `\`${call.shortName}\` opens an archive that comes from \`${origin.name}\`.`,
            flow: origin.flow,
            help: 'Add up `file_size` of the members before unpacking.',
            confidence: 0.6,
          }
        : undefined
    }),
  ],
}
