import type { CallMatch } from '../../call-match.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { placeOf } from '../../tables/paths.ts'

/** Caches that keep results as pickles on disk. */
export const corpusUnpickled: Rule = {
  id: 'corpus-unpickled',
  title: 'A cache or corpus on disk is kept as pickles',
  layer: 'calls',
  severity: 'low',
  confidence: 0.7,
  persona: 'default',
  cwe: [502],
  owasp: ['A08:2021'],
  on: [
    onCall(
      [
        ...['joblib.Memory', 'diskcache.Cache', 'diskcache.FanoutCache', 'nltk.data.load'],
        ...[
          'cachier.cachier',
          'percache.Cache',
          'klepto.archives.file_archive',
          'pymemcache.Client',
        ],
        ...[
          'dogpile.cache.make_region',
          'cachelib.FileSystemCache',
          'flask_caching.Cache',
          'zodb.DB',
        ],
      ],
      (call) =>
        isOwnFolder(call)
          ? undefined
          : {
              message: `\`${call.shortName}\` unpickles what lies in its folder.`,
              help: 'Keep the folder where only this program writes, or store Parquet or JSON.',
            },
    ),
  ],
}

/** `joblib.Memory` in a fixed folder beside the program, as its manual has it. */
function isOwnFolder(call: CallMatch): boolean {
  if (call.name !== 'joblib.Memory') return false
  const folders = call.values(0, 'location')
  return folders.every(
    (folder) =>
      folder.kind === 'none' ||
      (folder.kind === 'text' && placeOf(folder.text) === 'inside' && !isShared(folder.text)),
  )
}

function isShared(path: string): boolean {
  return /^\/(tmp|var\/tmp|dev\/shm)(\/|$)/.test(path)
}
