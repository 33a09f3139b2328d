import { describe, expect, test } from 'vitest'
import type { Node } from './nodes.ts'
import { parseModule } from './parse.ts'
import { walk } from './visit.ts'

describe('the tree', () => {
  test('a statement with its parts and their places', () => {
    const { module } = parseModule('x: int = f(a, *b, c=1)\n')
    expect(module.body).toEqual([
      {
        kind: 'AnnAssign',
        start: 0,
        end: 22,
        target: { kind: 'Name', start: 0, end: 1, id: 'x', ctx: 'Store' },
        annotation: { kind: 'Name', start: 3, end: 6, id: 'int', ctx: 'Load' },
        value: {
          kind: 'Call',
          start: 9,
          end: 22,
          func: { kind: 'Name', start: 9, end: 10, id: 'f', ctx: 'Load' },
          args: [
            { kind: 'Name', start: 11, end: 12, id: 'a', ctx: 'Load' },
            {
              kind: 'Starred',
              start: 14,
              end: 16,
              value: { kind: 'Name', start: 15, end: 16, id: 'b', ctx: 'Load' },
              ctx: 'Load',
            },
          ],
          keywords: [
            {
              kind: 'Keyword',
              start: 18,
              end: 21,
              arg: 'c',
              value: { kind: 'Constant', start: 20, end: 21, type: 'int', value: 1 },
            },
          ],
        },
        isSimple: true,
      },
    ])
  })

  test.each([
    ['42', 'int', 42],
    ['0xff_ff', 'int', 65535],
    ['0o17', 'int', 15],
    ['9007199254740993', 'int', 9007199254740993n],
    ['1_0.5e-1', 'float', 1.05],
    ['1e400', 'float', Number.POSITIVE_INFINITY],
    ['2.5J', 'complex', 2.5],
    ['\'a\' "b"', 'str', 'ab'],
    ["'\\x41\\u00e9\\U0001F600\\n\\101\\q\\\nz'", 'str', 'Aé😀\nA\\qz'],
    ["r'\\n'", 'str', '\\n'],
    ["'\\N{DASH}'", 'str', '\ufffd'],
    ["b'\\xff\\u0041'", 'bytes', 'ÿ\\u0041'],
    ["'''a\r\nb\rc'''", 'str', 'a\nb\nc'],
    ['None', 'none', null],
    ['True', 'bool', true],
    ['...', 'ellipsis', null],
  ])('the constant %j', (text, type, value) => {
    const [statement] = parseModule(text).module.body
    expect(statement).toMatchObject({ kind: 'Expr', value: { kind: 'Constant', type, value } })
  })

  test('names are normalised as Python compares them, and keep their places', () => {
    const [statement] = parseModule('ｅｖａｌ(ﬁ.ﬀ)').module.body
    expect(statement).toMatchObject({
      value: {
        func: { id: 'eval', start: 0, end: 4 },
        args: [{ attr: 'ff', value: { id: 'fi' } }],
      },
    })
  })

  test('an f-string within an f-string, with the same quotes', () => {
    const [statement] = parseModule('f"{f"{a!r}"}{b:>{c}}"').module.body
    expect(statement).toMatchObject({
      value: {
        kind: 'JoinedStr',
        values: [
          { value: { kind: 'JoinedStr', values: [{ conversion: 'r', value: { id: 'a' } }] } },
          { formatSpec: { values: [{ value: '>' }, { value: { id: 'c' } }] } },
        ],
      },
    })
  })

  test('a template string (PEP 750)', () => {
    const [statement] = parseModule("t'{ name !r}: {x=}'").module.body
    expect(statement).toMatchObject({
      value: {
        kind: 'TemplateStr',
        values: [
          { kind: 'Interpolation', text: 'name', conversion: 'r' },
          { kind: 'Constant', value: ': x=' },
          { kind: 'Interpolation', text: 'x', conversion: 'r' },
        ],
      },
    })
  })

  test.each([
    ['exception types without brackets (PEP 758)', 'try: pass\nexcept A, B: pass'],
    ['type parameters with defaults (PEP 696)', 'def f[T: int = str, *U = *V, **P = []](): pass'],
    ['a line break in a field (PEP 701)', "f'{a\n}'"],
    [
      'soft keywords as names',
      'match = case = type = _ = 1\nmatch(case)[type].match\ntype(x).y = 1',
    ],
    ['match on a tuple', 'match a, *b:\n  case _: pass'],
    [
      'with and one bracketed expression',
      'with (a): pass\nwith (a, b) as c: pass\nwith (yield): pass',
    ],
    ['a form feed ends indentation', 'if x:\n  a\n \f  b\n'],
    ['lone carriage returns', 'a\rif b:\r\tc\r'],
    ['a byte order mark', '\ufeffx = 1'],
    ['a line joined after its indentation', 'if x:\n    \\\n  a\n    b\n'],
  ])('accepts %s', (_, text) => {
    expect(parseModule(text).errors).toEqual([])
  })

  test.each([
    ['match x:\n  case 1: pass', 'Match'],
    ['match[x]:\n  case 1: pass', 'Match'],
    ['match[x]: int', 'AnnAssign'],
    ['match(x)', 'Expr'],
    ['match * x', 'Expr'],
    ['type X = int', 'TypeAlias'],
    ['type = int', 'Assign'],
  ])('%j is a %s', (text, kind) => {
    expect(parseModule(text).module.body[0]?.kind).toBe(kind)
  })
})

test.each([
  ["t'a' 'b'", 'cannot mix t-string literals with string or bytes literals'],
  ["'a' f'b' t'c'", 'cannot mix t-string literals with string or bytes literals'],
  [
    'try: pass\nexcept A, B as c: pass',
    "multiple exception types must be parenthesized when using 'as'",
  ],
])('%j is refused as 3.14 does', (text, message) => {
  expect(parseModule(text).errors[0]?.message).toBe(message)
})

describe('after a fault', () => {
  test.each([
    ['a bad line', 'a = = 1\nos.system(x)\n'],
    ['a bad argument', 'foo(a b)\nos.system(x)\n'],
    ['a bracket that stays open', 'x = (1,\nos.system(x)\n'],
    ['brackets that stay open on many lines', 'x = (1,\ny = [2\nz = {3\nos.system(x)\n'],
    ['a bracket that stays open before a definition', 'x = foo(\ndef f():\n    os.system(x)\n'],
    ['a wrong bracket', 'x = [1)\nos.system(x)\n'],
    ['an open string', "x = 'abc\nos.system(x)\n"],
    ['an open string in brackets', "foo('abc\nos.system(x)\n"],
    ['an open f-string', 'x = f"{a\nos.system(x)\n'],
    ['triple quotes that stay open', 'x = """abc\nos.system(x)\n'],
    ['an unexpected indent', 'a\n    os.system(x)\nb\n'],
    ['an indent between two levels', 'if a:\n        b\n    os.system(x)\n'],
    ['a bad header', 'if a b:\n    os.system(x)\n'],
    ['a bad definition', 'def f(a b):\n    os.system(x)\n'],
    ['a missing colon', 'if a\n    os.system(x)\n'],
    ['a missing block', 'if a:\nos.system(x)\n'],
    ['a stray else', 'else:\n    os.system(x)\n'],
    ['try alone', 'try:\n    os.system(x)\nb\n'],
    ['a statement among cases', 'match a:\n  case 1: pass\n  os.system(x)\n'],
    ['a bad case', 'match a:\n  case 1 2:\n    os.system(x)\n'],
    ['Python 2', 'print "a"\nos.system(x)\n'],
    ['a bad character', 'a ? b\nos.system(x)\n'],
    ['a null byte', 'a\u0000b\nos.system(x)\n'],
    ['too many brackets', `${'('.repeat(300)}\nos.system(x)\n`],
    ['too deep an expression', `${'-'.repeat(3000)}1\nos.system(x)\n`],
  ])('%s hides no other line', (_, text) => {
    const { module, errors } = parseModule(text)
    expect(errors.length).toBeGreaterThan(0)
    const found: Node[] = []
    walk(module, (node) => {
      if (node.kind === 'Attribute' && node.attr === 'system') found.push(node)
      return true
    })
    expect(found).toHaveLength(1)
  })

  test('what was read of the line stays', () => {
    const [statement] = parseModule('foo(bar(1), 2 3)').module.body
    expect(statement).toMatchObject({
      value: { kind: 'Call', args: [{ func: { id: 'bar' } }, {}] },
    })
  })

  test('a definition with a fault in its header keeps its body', () => {
    const { module } = parseModule('def f(a, b c):\n    return a\nd\n')
    expect(module.body).toMatchObject([
      { kind: 'FunctionDef', name: 'f', body: [{ kind: 'Return' }] },
      { kind: 'Expr' },
    ])
  })

  test('one fault a line', () => {
    const { errors, lines } = parseModule('a b c\nd = 1\ne f\n)\n')
    expect(errors.map((fault) => lines.lineOf(fault.start))).toEqual([1, 3, 4])
  })

  test('comments have their places', () => {
    const text = '# a\nx = [ # b\n 1] # c'
    const { comments } = parseModule(text)
    expect(comments.map(({ start, end }) => text.slice(start, end))).toEqual(['# a', '# b', '# c'])
  })
})
