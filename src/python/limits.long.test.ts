import { describe, expect, test } from 'vitest'
import { startCpuTime } from '../../test/cpu-time.ts'
import { checkModule } from './checks.ts'
import { parseModule } from './parse.ts'
import { walk } from './visit.ts'

const many = 100_000
/** Generous, for busy machines: what is linear takes a hundredth of it, what is quadratic many times as long. */
const limitMs = 40_000

const tooDeep: readonly (readonly [string, string])[] = [
  ['open brackets', '('.repeat(many)],
  ['brackets', '['.repeat(many) + ']'.repeat(many)],
  ['minus signs', `${'-'.repeat(many)}1`],
  ['not', `${'not '.repeat(many)}x`],
  ['lambdas', `${'lambda: '.repeat(many)}x`],
  ['powers', `a${'**a'.repeat(many)}`],
  ['conditions', `${'a if b else '.repeat(many)}c`],
  ['attributes', `a${'.b'.repeat(many)}`],
  ['calls', `a${'()'.repeat(many)}`],
  ['sums', `a${'+a'.repeat(many)}`],
  ['f-strings', 'f"{'.repeat(many)],
  ['format specifications', `f"${'{a:'.repeat(many)}`],
  ['patterns', `match x:\n case ${'['.repeat(many)}`],
  ['elifs', `if a: pass\n${'elif a: pass\n'.repeat(many)}`],
  ['indents', Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}if x:\n`).join('')],
]

const large: readonly (readonly [string, string])[] = [
  ['a flat file', 'x = foo(1, "abc", [a, b]) + bar\n'.repeat(10_000)],
  ['a line', `x = [${'foo(1, "abc"), '.repeat(20_000)}]`],
  ['a number', '1'.repeat(1_000_000)],
  ['a name', 'a'.repeat(1_000_000)],
  ['a string', `"${'\\n'.repeat(500_000)}"`],
  ['conjunctions', `${'a and '.repeat(many)}b`],
  ['comparisons', `${'a < '.repeat(many)}b`],
  ['targets', `${'x = '.repeat(many)}1`],
  ['strings in a row', `(${'f"{a}b" "c" '.repeat(many)})`],
  ['debug fields', `f"""${'{a # c\n=}'.repeat(10_000)}"""`],
  ['brackets opened on every line', 'x = (1,\n'.repeat(many)],
  ['with brackets opened on every line', 'with (a for\n'.repeat(many)],
  ['quotes on every line', '"\n'.repeat(many)],
  ['escaped triple quotes', '\\"""\n'.repeat(many)],
  ['f-strings opened on every line', 'f"""{\n'.repeat(many)],
  ['blanks and backslashes', ' \\\n'.repeat(many)],
  ['else on every line', 'else: pass\n'.repeat(many)],
  ['headers without blocks', 'if x:\n'.repeat(many)],
  ['garbage', garbage('()[]{}"\'\\\n \t:;,.=+-*fabx01#@!')],
  ['garbage of quotes', garbage('{}f"\'!:\n')],
  ['garbage of bytes', garbage(String.fromCharCode(...Array.from({ length: 256 }, (_, i) => i)))],
]

describe('nesting beyond the limit is a fault', () => {
  test.each(tooDeep)(
    '%s',
    (_, text) => {
      const { errors } = parseWithin(text)
      expect(errors.some((fault) => fault.kind === 'depth')).toBe(true)
    },
    90_000,
  )
})

describe('large input takes linear time', () => {
  test.each(large)(
    '%s',
    (_, text) => {
      parseWithin(text)
    },
    60_000,
  )
})

test('a sum of 20,000 terms is read and visited', () => {
  const { module, errors } = parseWithin(`a${'+a'.repeat(20_000)}`)
  expect(errors).toEqual([])
  let count = 0
  walk(module, (node) => {
    if (node.kind === 'BinOp') count++
    return true
  })
  expect(count).toBe(20_000)
})

function parseWithin(text: string): ReturnType<typeof parseModule> {
  const cpuMs = startCpuTime()
  const result = parseModule(text)
  walk(result.module, () => true)
  checkModule(result.module)
  expect(cpuMs()).toBeLessThan(limitMs)
  return result
}

/** 300,000 characters drawn from these, the same in every run. */
function garbage(characters: string): string {
  let seed = 12345
  let text = ''
  for (let i = 0; i < 300_000; i++) {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
    text += characters.charAt((seed >> 8) % characters.length)
  }
  return text
}
