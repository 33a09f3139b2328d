import { expect, test } from 'vitest'
import { startCpuTime } from '../../test/cpu-time.ts'
import { parseModule } from './parse.ts'
import { walk } from './visit.ts'

const size = 10_000_000
const limitMs = 120_000

test.each([
  ['a flat file', 'x = foo(1, "abc", [a, b]) + bar\n'.repeat(size / 32), 11 * (size / 32) + 1],
  ['a line', `x = [${'foo(1, "abc"), '.repeat(size / 15)}]`, 4 * Math.floor(size / 15) + 4],
  ['a number', '1'.repeat(size), 3],
  ['a name', 'a'.repeat(size), 3],
  ['a string', `"${'\\n'.repeat(size / 2)}"`, 3],
])(
  '10 MB: %s',
  (_, text, nodes) => {
    const cpuMs = startCpuTime()
    let count = 0
    walk(parseModule(text).module, () => {
      count++
      return true
    })
    expect(count).toBe(nodes)
    expect(cpuMs()).toBeLessThan(limitMs)
  },
  180_000,
)
