import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkModule } from './checks.ts'
import type { Node } from './nodes.ts'
import { parseModule } from './parse.ts'
import { children, walk } from './visit.ts'

const snippets = [
  'def f(a, /, b=1, *c: int, d, **e) -> int:\n    """doc"""\n    return [i async for i in x if i]\n',
  'class A(B, metaclass=C):\n\tx: int = 1\n\tasync def g(self): await x; yield\n',
  "x = f\"{a!r:>{b}} {{z}} {c=}\" 'q', rb'\\x00' + f'''{d:{e}}\n'''\n",
  'match p:\n    case [1, *_] | {"a": b, **r} if x: pass\n    case A.B(c, d=-1 + 2j) as e: pass\n',
  'with (open(a) as b, c): pass\ntry:\n  x\nexcept* A as e:\n  y\nelse: z\nfinally: w\n',
  'import a.b as c, d\nfrom ..e import (f, g as h,)\nglobal x; del a[1:2, ...], b.c\n',
  'for a, *b in c, d:\n    while not e or f and g: break\n    else:\n        continue\nelse: pass\n',
  'x = y = lambda *a, k=1: (yield) if a else {**b, 1: {2, *c}}\nx @= a ** -b // ~c <= d is not e\n',
  'type X[T: int = str, *U, **V] = T\n@a.b(c)\ndef f[T](x: T): raise A from B\nassert (y := 1), "m"\n',
]
const tokens = [
  ...'()[]{}:;,.=+-*/%&|^~<>@!\\#"\'\n\t ',
  ...[
    '"""',
    "'''",
    'f"',
    "f'''",
    't"',
    'rb"',
    '**',
    ':=',
    '->',
    '...',
    '\r\n',
    '\f',
    '\n    ',
    '\n  ',
  ],
  ...[
    'if',
    'else',
    'elif',
    'for',
    'in',
    'not',
    'is',
    'lambda',
    'def',
    'class',
    'match',
    'case',
    'type',
  ],
  ...[
    'try',
    'except',
    'finally',
    'with',
    'as',
    'async',
    'await',
    'yield',
    'from',
    'import',
    'return',
  ],
  ...[
    'a',
    'b',
    '_',
    'é',
    '1',
    '0x',
    '1_',
    '1e',
    '2j',
    'None',
    'del',
    'print',
    '€',
    '\u0000',
    '\ud800',
  ],
]

describe('on any text', () => {
  test('token soup', () => {
    const soup = fc.array(fc.constantFrom(...tokens), { maxLength: 80 })
    const parts = fc.tuple(soup, fc.constantFrom('', ' ', '\n'))
    fc.assert(
      fc.property(parts, ([words, joint]) => checkText(words.join(joint))),
      { numRuns: 1000 },
    )
  }, 60_000)

  test('mutated programs', () => {
    const edit = fc.record({
      at: fc.nat(400),
      remove: fc.nat(6),
      insert: fc.constantFrom('', '', ...tokens),
    })
    const program = fc.shuffledSubarray(snippets, { minLength: 1, maxLength: 4 })
    const edits = fc.array(edit, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(program, edits, (chosen, changes) => {
        let text = chosen.join('')
        for (const { at, remove, insert } of changes) {
          const from = at % (text.length + 1)
          text = text.slice(0, from) + insert + text.slice(from + remove)
        }
        checkText(text)
      }),
      { numRuns: 1000 },
    )
  }, 60_000)

  test('random bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 200 })
    fc.assert(
      fc.property(bytes, (found) => checkText(String.fromCharCode(...found))),
      { numRuns: 1000 },
    )
  }, 60_000)

  test.each(snippets)('an unchanged program has no faults: %j', (text) => {
    expect(parseModule(text).errors).toEqual([])
    checkText(text)
  })
})

/** The laws that every tree obeys, whatever the text. */
function checkText(text: string): void {
  const { module, errors, comments } = parseModule(text)
  checkModule(module)
  for (const { start, end } of [...errors, ...comments]) checkRange(start, end, text)
  walk(module, (node) => {
    checkRange(node.start, node.end, text)
    checkChildren(node, text)
    return true
  })
  const hasErrorNode = errors.length > 0
  walk(module, (node) => {
    const isError = node.kind === 'ErrorExpression' || node.kind === 'ErrorStatement'
    if (isError && !hasErrorNode) throw new Error(`an error node without a fault in ${quote(text)}`)
    return true
  })
}

function checkChildren(node: Node, text: string): void {
  const decorators: readonly Node[] = 'decorators' in node ? node.decorators : []
  const isFormatted = node.kind === 'JoinedStr' || node.kind === 'TemplateStr'
  let before: Node | null = null
  for (const child of children(node)) {
    if (decorators.includes(child)) continue
    if (child.start < node.start || child.end > node.end) {
      throw new Error(`${rangeOf(child)} is not inside ${rangeOf(node)} in ${quote(text)}`)
    }
    if (before !== null && !isFormatted && child.start < before.end) {
      throw new Error(`${rangeOf(child)} overlaps ${rangeOf(before)} in ${quote(text)}`)
    }
    before = child
  }
}

function checkRange(start: number, end: number, text: string): void {
  if (0 <= start && start <= end && end <= text.length) return
  throw new Error(`${start} to ${end} is no part of ${quote(text)}`)
}

function rangeOf(node: Node): string {
  return `${node.kind} ${node.start}-${node.end}`
}

function quote(text: string): string {
  return JSON.stringify(text)
}
