import { integerOf } from '../../../python/values.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Bytes that no run may write. */
const largest = 10_000_000_000

/** A file of many gigabytes. */
export const hugeFile: Rule = {
  id: 'huge-file',
  title: 'A file of many gigabytes is made',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.9,
  persona: 'default',
  cwe: [400],
  owasp: ['LLM10:2025'],
  on: [
    onCall(
      [
        'builtins.open().truncate',
        'builtins.open().seek',
        'os.truncate',
        'os.ftruncate',
        'os.posix_fallocate',
        'os.lseek',
      ],
      (call) => {
        const bytes = [0, 1, 2].map((at) => integerOf(call.values(at)[0]) ?? 0)
        return Math.max(...bytes) > largest
          ? { message: `\`${call.shortName}\` makes a file of many gigabytes.` }
          : undefined
      },
    ),
  ],
}
