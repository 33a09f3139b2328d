import { expect, test } from 'vitest'
import { startCpuTime } from '../../../test/cpu-time.ts'
import { defaultInspectPolicy } from '../config.ts'
import { createInspector } from '../inspect.ts'

const size = 100_000
const inspect = createInspector({ ...defaultInspectPolicy(), persona: 'pedantic' })

test.each([
  ' ',
  'rm -r ',
  'curl |',
  'wget x;',
  'mkfifo ',
  'chmod -x ',
  'pip install ',
  '{0[',
  '__class__.',
  'a(',
  '\u200b',
  '\u202e',
  '# /// script ',
])('100 kB of %j are read in bounded time', (piece) => {
  const text = piece.repeat(size / piece.length)
  const cpuMs = startCpuTime()
  inspect(`import os\nos.system('${text}')\n'${text}'.format(1)\n# ${text}\n`, [])
  expect(cpuMs()).toBeLessThan(3000)
})
