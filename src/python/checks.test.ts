import { describe, expect, test } from 'vitest'
import { checkModule } from './checks.ts'
import { parseModule } from './parse.ts'

/** Texts that CPython's grammar accepts and its compiler refuses, with line, column (from 0) and message of CPython 3.13. */
const refused: readonly (readonly [string, number, number, string])[] = [
  ['return 1', 1, 0, "'return' outside function"],
  ['class A:\n    return', 2, 4, "'return' outside function"],
  ['def f():\n    class B:\n        return 1', 3, 8, "'return' outside function"],
  ['yield 1', 1, 0, "'yield' outside function"],
  ['class A:\n    yield', 2, 4, "'yield' outside function"],
  ['x = [(yield) for a in b]', 1, 6, "'yield' inside list comprehension"],
  ['def f():\n    return [(yield) for a in b]', 2, 13, "'yield' inside list comprehension"],
  ['def f():\n    return ((yield) for a in b)', 2, 13, "'yield' inside generator expression"],
  ['await x', 1, 0, "'await' outside function"],
  ['def f(): await x', 1, 9, "'await' outside async function"],
  ['async def f():\n    def g(): await x', 2, 13, "'await' outside async function"],
  ['lambda: await x', 1, 8, "'await' outside async function"],
  ['async def f(): lambda: await x', 1, 23, "'await' outside async function"],
  [
    'def f(): return [x async for x in y]',
    1,
    16,
    'asynchronous comprehension outside of an asynchronous function',
  ],
  ['def f():\n    async with a: pass', 2, 4, "'async with' outside async function"],
  ['async with a: pass', 1, 0, "'async with' outside async function"],
  ['def f():\n    async for a in b: pass', 2, 4, "'async for' outside async function"],
  ['async def f(): yield from x', 1, 15, "'yield from' inside async function"],
  ['async def f():\n    yield 1\n    return 2', 3, 4, "'return' with value in async generator"],
  ['break', 1, 0, "'break' outside loop"],
  ['continue', 1, 0, "'continue' not properly in loop"],
  ['if x:\n    break', 2, 4, "'break' outside loop"],
  ['while x:\n    def f(): break', 2, 13, "'break' outside loop"],
  ['while x:\n    class A: continue', 2, 13, "'continue' not properly in loop"],
  ['for x in y: pass\nelse: break', 2, 6, "'break' outside loop"],
  [
    'while 1:\n    try: pass\n    except* A: break',
    3,
    15,
    "'break', 'continue' and 'return' cannot appear in an except* block",
  ],
  [
    'def f():\n    try: pass\n    except* A: return',
    3,
    15,
    "'break', 'continue' and 'return' cannot appear in an except* block",
  ],
  [
    'while 1:\n    try: pass\n    except* A:\n        continue',
    4,
    8,
    "'break', 'continue' and 'return' cannot appear in an except* block",
  ],
  ['def f(a, a): pass', 1, 9, "duplicate argument 'a' in function definition"],
  ['def f(a, *, a): pass', 1, 12, "duplicate argument 'a' in function definition"],
  ['def f(a, *a): pass', 1, 10, "duplicate argument 'a' in function definition"],
  ['def f(a, **a): pass', 1, 11, "duplicate argument 'a' in function definition"],
  ['lambda a, a: 1', 1, 10, "duplicate argument 'a' in function definition"],
  ['def f(a):\n    global a', 2, 4, "name 'a' is parameter and global"],
  ['def f(a):\n    nonlocal a', 2, 4, "name 'a' is parameter and nonlocal"],
  ['def f():\n    x = 1\n    global x', 3, 4, "name 'x' is assigned to before global declaration"],
  ['def f():\n    print(x)\n    global x', 3, 4, "name 'x' is used prior to global declaration"],
  ['def f():\n    x: int\n    global x', 3, 4, "annotated name 'x' can't be global"],
  ['def f():\n    global x\n    x: int = 1', 3, 4, "annotated name 'x' can't be global"],
  ['global x\nx = 1\nglobal x', 3, 0, "name 'x' is assigned to before global declaration"],
  ['x = 1\nglobal x', 2, 0, "name 'x' is assigned to before global declaration"],
  ['nonlocal x', 1, 0, 'nonlocal declaration not allowed at module level'],
  ['def f():\n    nonlocal x', 2, 4, "no binding for nonlocal 'x' found"],
  [
    'class A:\n    x = 1\n    def f(self):\n        nonlocal x',
    4,
    8,
    "no binding for nonlocal 'x' found",
  ],
  [
    'def f():\n    global x\n    def g():\n        nonlocal x',
    4,
    8,
    "no binding for nonlocal 'x' found",
  ],
  [
    'def f():\n    [x for x in b]\n    def g():\n        nonlocal x',
    4,
    8,
    "no binding for nonlocal 'x' found",
  ],
  ['__debug__ = 1', 1, 0, 'cannot assign to __debug__'],
  ['def f(__debug__): pass', 1, 6, 'cannot assign to __debug__'],
  ['f(__debug__=1)', 1, 2, 'cannot assign to __debug__'],
  ['a.__debug__ = 1', 1, 0, 'cannot assign to __debug__'],
  ['del __debug__', 1, 4, 'cannot delete __debug__'],
  ['def __debug__(): pass', 1, 0, 'cannot assign to __debug__'],
  ['class __debug__: pass', 1, 0, 'cannot assign to __debug__'],
  ['for __debug__ in x: pass', 1, 4, 'cannot assign to __debug__'],
  ['(__debug__ := 1)', 1, 1, 'cannot assign to __debug__'],
  ['*a = 1', 1, 0, 'starred assignment target must be in a list or tuple'],
  ['x = *a', 1, 4, "can't use starred expression here"],
  ['*a', 1, 0, "can't use starred expression here"],
  ['return *a', 1, 0, "'return' outside function"],
  ['for *a in x: pass', 1, 4, 'starred assignment target must be in a list or tuple'],
  ['for x in *a: pass', 1, 9, "can't use starred expression here"],
  ['f(a=1, a=2)', 1, 7, 'keyword argument repeated: a'],
  ['class A(a=1, a=2): pass', 1, 13, 'keyword argument repeated: a'],
  [
    '"""doc"""\n"""more"""\nfrom __future__ import annotations',
    3,
    0,
    'from __future__ imports must occur at the beginning of the file',
  ],
  [
    'x = 1\nfrom __future__ import annotations',
    2,
    0,
    'from __future__ imports must occur at the beginning of the file',
  ],
  [
    'def f():\n    from __future__ import annotations',
    2,
    4,
    'from __future__ imports must occur at the beginning of the file',
  ],
  [
    'match x:\n    case a: pass\n    case b: pass',
    2,
    9,
    "name capture 'a' makes remaining patterns unreachable",
  ],
  [
    'match x:\n    case _: pass\n    case b: pass',
    2,
    9,
    'wildcard makes remaining patterns unreachable',
  ],
  ['match x:\n    case a | 1: pass', 2, 9, "name capture 'a' makes remaining patterns unreachable"],
  ['match x:\n    case 1 | a: pass', 2, 9, 'alternative patterns bind different names'],
  ['match x:\n    case (a, a): pass', 2, 13, "multiple assignments to name 'a' in pattern"],
  ['match x:\n    case {1: a, 1: b}: pass', 2, 9, 'mapping pattern checks duplicate key (1)'],
  ['match x:\n    case {"a": a, "a": b}: pass', 2, 9, "mapping pattern checks duplicate key ('a')"],
  ['match x:\n    case f"a": pass', 2, 9, 'patterns may only match literals and attribute lookups'],
  ['match x:\n    case 1 as __debug__: pass', 2, 9, 'cannot assign to __debug__'],
  [
    '[x := 1 for a in (x := b)]',
    1,
    18,
    'assignment expression cannot be used in a comprehension iterable expression',
  ],
  [
    '[a := 1 for a in b]',
    1,
    1,
    "assignment expression cannot rebind comprehension iteration variable 'a'",
  ],
  [
    '[[a := 1 for c in d] for a in b]',
    1,
    2,
    "assignment expression cannot rebind comprehension iteration variable 'a'",
  ],
  [
    'class A:\n    [x := 1 for a in b]',
    2,
    5,
    'assignment expression within a comprehension cannot be used in a class body',
  ],
  [
    '[a for a in (lambda: (x := 1))()]',
    1,
    22,
    'assignment expression cannot be used in a comprehension iterable expression',
  ],
  [
    '[i for i in [j := 1]]',
    1,
    13,
    'assignment expression cannot be used in a comprehension iterable expression',
  ],
  [
    '[i + (j := 1) for i in b for j in c]',
    1,
    6,
    "assignment expression cannot rebind comprehension iteration variable 'j'",
  ],
  ['def f[T, T](): pass', 1, 9, "duplicate type parameter 'T'"],
  [
    'def f[T=int, U](): pass',
    1,
    13,
    "non-default type parameter 'U' follows default type parameter",
  ],
  ['class A[T, T]: pass', 1, 11, "duplicate type parameter 'T'"],
  ['type X[T, T] = int', 1, 10, "duplicate type parameter 'T'"],
  ['def f[T]():\n    nonlocal T', 2, 4, "nonlocal binding not allowed for type parameter 'T'"],
  [
    'class A:\n    def f(self):\n        __class__\n        nonlocal __class__',
    4,
    8,
    "name '__class__' is used prior to nonlocal declaration",
  ],
  ['def f(a=(yield)): pass', 1, 9, "'yield' outside function"],
  ['def f(a: (yield)): pass', 1, 10, "'yield' outside function"],
  ['x: (yield)', 1, 4, "'yield' outside function"],
  ['@(yield)\ndef f(): pass', 1, 2, "'yield' outside function"],
  ['(x for x in (yield))', 1, 13, "'yield' outside function"],
  ['def f():\n    [x for x in y if (yield)]', 2, 22, "'yield' inside list comprehension"],
  [
    'def f():\n    def g():\n        nonlocal x\n        x = 1\n    def h():\n        x = 2',
    3,
    8,
    "no binding for nonlocal 'x' found",
  ],
  ['class A:\n    x = 1\n    global x', 3, 4, "name 'x' is assigned to before global declaration"],
  ['x = f"{(yield)}"', 1, 8, "'yield' outside function"],
  ['f"{*a}"', 1, 3, "can't use starred expression here"],
]

/** Texts beside them that compile. */
const accepted: readonly string[] = [
  'class A:\n    def f(self):\n        nonlocal __class__',
  'async def f(): await x',
  'def f(): return (await x for x in y)',
  'def f(): return (x async for x in y)',
  'async def f(): return [x async for x in y]',
  'async def f(): return [[x async for x in y] for z in w]',
  'async def f():\n    return 2',
  'while 1:\n    try: pass\n    finally: continue',
  'try: pass\nexcept* A:\n    for x in y: break',
  'global x\nx: int = 1',
  'def f():\n    x = 1\n    def g():\n        nonlocal x',
  'def f():\n    def g():\n        nonlocal x\n    x = 1',
  'def f(x):\n    class A:\n        nonlocal x\n        x = 1',
  'def f():\n    for x in y: pass\n    def g():\n        nonlocal x',
  'def f():\n    import x\n    def g():\n        nonlocal x',
  'def f():\n    [x := 1 for a in b]\n    def g():\n        nonlocal x',
  'def f():\n    try: pass\n    except A as x: pass\n    def g():\n        nonlocal x',
  'def f():\n    match y:\n        case x: pass\n    def g():\n        nonlocal x',
  'from a import *',
  'a.__debug__',
  '*a, = 1',
  '(a, (*b,)) = 1',
  'x = *a,',
  '*a,',
  'def f(): return *a, b',
  'for x in *a, b: pass',
  'class A(*b): pass',
  'x[*a]',
  'x[*a, 1]',
  'def f(*args: *Ts): pass',
  'from __future__ import annotations',
  '"""doc"""\nfrom __future__ import annotations',
  'from __future__ import annotations\nfrom __future__ import division\nimport x',
  'match x:\n    case a if b: pass\n    case b: pass',
  'match x:\n    case (a, 1) | (a, 2): pass',
  'match x:\n    case {**a, }: pass',
  'match x:\n    case [a]: pass\n    case [b]: pass',
  'class A:\n    x = (y := 1)',
  '[(lambda: (x := 1)) for a in b]',
  'def f():\n    (a, b) = yield',
  'f(**a, **b)',
  'print(*a, **b)',
  'def f(): return 1\nasync def g():\n    async with a as b: pass\n    async for c in d: pass',
  'x = lambda: (yield)',
  'del (a, b), [c]',
  'def f():\n    global a, b\n    a = b = 1',
  'def f():\n    global a\n    global a',
  'def f():\n    global x\n    def x(): pass',
  'def f():\n    def g(a=(yield)): pass',
  'def f(): return (x for x in (yield))',
  'while 1:\n    with a:\n        continue',
  'while 1:\n    try: break\n    except A: continue',
  'def f():\n    x: int\n    def g():\n        nonlocal x',
  'def f():\n    del x\n    def g():\n        nonlocal x',
  'class A:\n    global x\n    x = 1',
  'f"{*a,}"',
  'a = b = *c, d',
]

describe('what only compiling refuses', () => {
  test.each(refused)('%j', (text, line, column, message) => {
    const { module, errors, lines } = parseModule(text)
    expect(errors).toEqual([])
    const [first] = checkModule(module)
    expect(first).toMatchObject({ kind: 'compile', message })
    expect(lines.positionOf(first?.start ?? -1)).toEqual({ line, column })
  })

  test.each(accepted)('compiles: %j', (text) => {
    expect(checkModule(parseModule(text).module)).toEqual([])
  })

  test('a notebook cell may await', () => {
    const { module } = parseModule('await x\nasync for a in b: pass')
    expect(checkModule(module)).toHaveLength(2)
    expect(checkModule(module, { allowsTopLevelAwait: true })).toEqual([])
  })

  test.each([
    ['for a in b:', 21],
    ['while a:', 21],
    ['with a:', 21],
    ['with a, b:', 10],
  ])('%s nests %d deep', (header, limit) => {
    const nested = (depth: number) => {
      const lines = Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}${header}\n`)
      return parseModule(`${lines.join('')}${' '.repeat(depth)}pass`).module
    }
    expect(checkModule(nested(limit))).toEqual([])
    expect(checkModule(nested(limit + 1))[0]?.message).toBe('too many statically nested blocks')
  })
})
