import { describe, expect, test } from 'vitest'
import { startCpuTime } from '../../test/cpu-time.ts'
import { defaultInspectPolicy } from './config.ts'
import { createInspector } from './inspect.ts'

const gate = createInspector(defaultInspectPolicy())
const repeat = (line: string, count: number) =>
  Array.from({ length: count }, (_, i) => line.replaceAll('$', String(i))).join('')

describe('time grows with the text, whatever its shape', () => {
  test.each([
    ['one name bound again and again', repeat('x = f(x, $)\n', 5_000)],
    ['the same in a loop', `while y:\n${repeat('    x = f(x, $)\n', 5_000)}`],
    ['a chain of functions', repeat('def f$(x):\n    return f$(x)\n', 3_000)],
    ['one function defined again and again', repeat('def f(x):\n    return f(x)\n', 6_000)],
    [
      'a function called from everywhere',
      `def f(x):\n    return x\n${repeat('y = f(y + "$")\n', 3_000)}`,
    ],
    [
      'attributes of one object',
      `class A:\n  def f(self):\n${repeat('    self.x = self.x + g($)\n', 3_000)}`,
    ],
    [
      'a large dictionary',
      `d = {${repeat('"k$": f$, ', 15_000)}}\n${repeat('d["k$"](1)\n', 5_000)}`,
    ],
    ['breaks out of an inner loop', `while True:\n for y in z:\n${repeat('  break\n', 15_000)}`],
    ['items stored one by one', repeat('d["k$"] = f($)\n', 4_000) + repeat('d["k$"]()\n', 4_000)],
    ['stars', repeat('from m$ import *\n', 2_000) + repeat('name$()\n', 4_000)],
    [
      'appended input',
      `x = []\n${repeat('x.append(input())\n', 2_000)}${repeat('eval(x[0])\n', 500)}`,
    ],
    [
      'a query grown step by step',
      `q = "select * from t"\n${repeat('q = q + f"{a$}"\n', 1_000)}c.execute(q)\n`,
    ],
    ['a text doubled again and again', `x = "a"\n${repeat('x = x + x\n', 3_000)}eval(x)`],
    [
      'joins of one frame',
      `${repeat('bonds = bonds.merge(bonds, on="a$")\n', 2_000)}result = bonds`,
    ],
    ['nested comprehensions', `x = ${'[a for a in '.repeat(80)}"ab"${']'.repeat(80)}`],
    ['an endless chain of attributes', `x${repeat('.a$', 10_000)}`],
  ])(
    '%s',
    (_, code) => {
      const cpuMs = startCpuTime()
      const { text } = gate(code, ['bonds'])
      expect(text).toBe(code)
      expect(cpuMs()).toBeLessThan(10_000)
    },
    30_000,
  )
})
