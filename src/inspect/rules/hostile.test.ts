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

test.each([
  [
    'an address that a loop gives to itself',
    [
      'import requests',
      'from flask import request',
      'url = request.args["u"]',
      'while 1:',
      '    url = url',
      '    other = url',
      '    url = other',
      '    requests.get(other, timeout=3)',
    ],
  ],
  [
    'a path of two hundred names, each of the next sixty times over',
    [
      'import shutil',
      ...Array.from(
        { length: 200 },
        (_, i) => `a${i + 1} = ${Array(60).fill(`a${i}`).join(' + ')}`,
      ),
      'shutil.rmtree("/" + a200)',
      'open(a200, "w")',
    ],
  ],
])('%s is inspected within seconds', (_, lines) => {
  const cpuMs = startCpuTime()
  expect(() => inspect(lines.join('\n'), [])).not.toThrow()
  expect(cpuMs()).toBeLessThan(10_000)
})
