import { describe, expect, test } from 'vitest'
import { startCpuTime } from '../../../test/cpu-time.ts'
import { defaultInspectPolicy } from '../config.ts'
import { createInspector } from '../inspect.ts'

const inspect = createInspector(defaultInspectPolicy())
const size = 100_000
const parts = [
  ...[
    'rm -rf ',
    'rm -r',
    '> ',
    '-',
    '/',
    'a/',
    '../',
    '.bash_history',
    'systemctl stop ',
    'history -',
    'find / ',
  ],
  ...[
    '{{ params',
    '{{ ',
    'ignore all previous ',
    'do not tell ',
    '<',
    '(a+)+',
    '[',
    'pkill a',
    ':(){',
    ' ',
    '\u200b',
    '\u{e0041}',
  ],
]
const frames: readonly (readonly [string, (text: string) => string])[] = [
  ['a command', (text) => `import os\nos.system("${text}")`],
  ['a path', (text) => `open("${text}", "w")`],
  ['a pattern', (text) => `import re\nre.compile("${text}")`],
  [
    'a description',
    (text) => `f(description="${text}", bash_command="${text}", base_url="${text}")`,
  ],
  ['a comment', (text) => `x = 1  # ${text}`],
]

describe.each(frames)('%s of 100 kB', (_, frame) => {
  test('is inspected within seconds, whatever it repeats', () => {
    for (const part of parts) {
      const source = frame(part.repeat(size / part.length))
      const cpuMs = startCpuTime()
      inspect(source, [])
      expect(cpuMs(), part).toBeLessThan(3_000)
    }
  }, 60_000)
})
