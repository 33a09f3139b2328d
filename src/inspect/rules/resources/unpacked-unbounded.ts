import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { originOf } from '../../value-origins.ts'

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
        const origin = originOf(call.argument(0), { site: call.site, context }, [
          'web',
          'tool',
          'download',
        ])
        return origin
          ? {
              message: `\`${call.shortName}\` unpacks what comes from \`${origin.name}\`, however long it gets.`,
              help: 'Use a decompressor object with `max_length`.',
            }
          : undefined
      },
    ),
    onCall(['zipfile.ZipFile', 'tarfile.open', 'py7zr.SevenZipFile'], (call, context) => {
      const node = call.argument(0) ?? call.argument(-1, 'fileobj')
      const origin = originOf(node, { site: call.site, context }, ['web', 'tool'])
      return origin
        ? {
            message: `\`${call.shortName}\` opens an archive that comes from \`${origin.name}\`.`,
            help: 'Add up `file_size` of the members before unpacking.',
            confidence: 0.6,
          }
        : undefined
    }),
  ],
}
