import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultInspectPolicy } from './config.ts'
import { createInspector } from './inspect.ts'

const gate = createInspector(defaultInspectPolicy())

/** A way to write an expression so that it looks like another. */
type Disguise = (expression: string, i: number) => { readonly before: string; readonly is: string }

const disguises: readonly Disguise[] = [
  (e, i) => ({ before: `a${i} = ${e}\n`, is: `a${i}` }),
  (e, i) => ({ before: `b${i} = [1, ${e}]\n`, is: `b${i}[1]` }),
  (e, i) => ({ before: `c${i} = {"k": ${e}}\n`, is: `c${i}["k"]` }),
  (e, i) => ({ before: `d${i} = {}\nd${i}["k"] = ${e}\n`, is: `d${i}["k"]` }),
  (e, i) => ({ before: `def f${i}():\n    return ${e}\n`, is: `f${i}()` }),
  (e, i) => ({ before: `def g${i}(x=${e}):\n    return x\n`, is: `g${i}()` }),
  (e, i) => ({ before: `def h${i}(x):\n    return x\n`, is: `h${i}(${e})` }),
  (e, i) => ({ before: `class C${i}:\n    m = ${e}\n`, is: `C${i}.m` }),
  (e, i) => ({
    before: `class D${i}:\n    def __init__(self):\n        self.m = ${e}\n`,
    is: `D${i}().m`,
  }),
  (e, i) => ({ before: `for e${i} in [${e}]:\n    pass\n`, is: `e${i}` }),
  (e, i) => ({ before: `if x:\n    n${i} = len\nelse:\n    n${i} = ${e}\n`, is: `n${i}` }),
  (e, i) => ({ before: `o${i}, p${i} = (1, ${e})\n`, is: `p${i}` }),
  (e, i) => ({ before: `try:\n    q${i} = ${e}\nexcept Exception:\n    q${i} = 1\n`, is: `q${i}` }),
  (e, i) => ({
    before: `def r${i}():\n    global s${i}\n    s${i} = ${e}\nr${i}()\n`,
    is: `s${i}`,
  }),
  (e, i) => ({ before: `match ${e}:\n    case u${i}:\n        pass\n`, is: `u${i}` }),
  (e, i) => ({ before: `*v${i}, w${i} = 1, ${e}\n`, is: `w${i}` }),
  (e, i) => ({
    before: `class E${i}:\n    @property\n    def m(self): return ${e}\n`,
    is: `E${i}().m`,
  }),
  (e, i) => ({ before: `class F${i}:\n    __class_getitem__ = lambda k: ${e}\n`, is: `F${i}[0]` }),
  (e, i) => ({
    before: `class G${i}:\n    def __enter__(self): return ${e}\n    def __exit__(self, *a): pass\nwith G${i}() as x${i}:\n    pass\n`,
    is: `x${i}`,
  }),
  (e, i) => ({
    before: `class H${i}:\n    def __getattr__(self, k): return ${e}\n`,
    is: `H${i}().a`,
  }),
  (e, i) => ({
    before: `class I${i}:\n    def __get__(self, o, t): return ${e}\nclass J${i}:\n    m = I${i}()\n`,
    is: `J${i}().m`,
  }),
  (e, i) => ({ before: `def y${i}():\n    yield ${e}\n`, is: `next(y${i}())` }),
  (e, i) => ({
    before: `def z${i}(f):\n    return lambda: ${e}\n@z${i}\ndef aa${i}(): pass\n`,
    is: `aa${i}()`,
  }),
  (e, i) => ({
    before: `try:\n    raise ExceptionGroup("", [ValueError(${e})])\nexcept* ValueError as g${i}:\n    bb${i} = g${i}.exceptions[0].args[0]\n`,
    is: `bb${i}`,
  }),
  (e, i) => ({ before: `async def cc${i}():\n    return ${e}\n`, is: `asyncio.run(cc${i}())` }),
  (e, i) => ({ before: `dd${i} = []\ndd${i}.append(${e})\n`, is: `dd${i}[0]` }),
  (e, i) => ({ before: `ee${i} = {}\nee${i}.update(k=${e})\n`, is: `ee${i}["k"]` }),
  (e, i) => ({ before: `class K${i}: pass\nsetattr(K${i}, "m", ${e})\n`, is: `K${i}.m` }),
  (e, i) => ({ before: `del_${i} = ${e}\nff${i} = del_${i}\ndel del_${i}\n`, is: `ff${i}` }),
  (e, i) => ({ before: `def hh${i}(*a): return a[0]\n`, is: `hh${i}(${e})` }),
  (e, i) => ({ before: `def ii${i}(**k): return k["q"]\n`, is: `ii${i}(q=${e})` }),
  (e) => ({ before: '', is: `[x for x in [${e}]][0]` }),
  (e) => ({ before: '', is: `{0: x for x in [${e}]}[0]` }),
  (e) => ({ before: '', is: `[*[${e}]][-1]` }),
  (e) => ({ before: '', is: `{**{"k": ${e}}}["k"]` }),
  (e) => ({ before: '', is: `(lambda *, k=${e}: k)()` }),
  (e) => ({ before: '', is: `list(map(lambda x: x, [${e}]))[0]` }),
  (e) => ({ before: '', is: `copy.copy(${e})` }),
  (e) => ({ before: '', is: `sorted([${e}], key=id)[0]` }),
  (e) => ({ before: '', is: `(lambda: ${e})()` }),
  (e) => ({ before: '', is: `(len if x else ${e})` }),
  (e) => ({ before: '', is: `(x and ${e})` }),
  (e, i) => ({ before: '', is: `(t${i} := ${e})` }),
]

const imports =
  'import os, sys, random, importlib, operator, functools, asyncio, copy, io, requests\nimport pandas as pd\n'

/** Ways to come by a function, by what it is a sin to leave out. */
const sources = {
  processes: [
    'os.system',
    '__import__("os").system',
    'getattr(os, "sys" + "tem")',
    'getattr(os, "metsys"[::-1])',
    'os.__dict__["system"]',
    'vars(os)["system"]',
    'importlib.import_module("os").system',
    'sys.modules["os"].system',
    'random._os.system',
    'globals()["os"].system',
    'operator.attrgetter("system")(os)',
    'functools.partial(os.system)',
    '__builtins__["__import__"]("os").system',
    'getattr(os, x)',
    'ｏｓ.ｓｙｓｔｅｍ',
    'print.__self__.__import__("os").system',
    'pd.io.common.os.system',
  ],
  filesRead: [
    'open',
    'io.open',
    'io.FileIO',
    'pd.read_csv',
    'pd.io.parsers.read_csv',
    'getattr(pd, "read_" + "csv")',
    'pd.ExcelFile',
    'os.listdir',
    'random._os.listdir',
    '__builtins__.open',
  ],
  filesWritten: ['os.remove', 'getattr(os, "re" "move")', 'bonds.to_csv', 'pd.DataFrame.to_csv'],
  hosts: ['requests.get', 'requests.Session().get', 'pd.io.common.urlopen', 'requests.api.post'],
  hasDynamicCode: ['eval', '__builtins__.exec', 'getattr(pd, "ev" "al")', 'pd.read_pickle', 'vars'],
} as const

type Need = keyof typeof sources
const needs = Object.keys(sources) as Need[]

/** A name that is behind up to four disguises, and the statements that put them on. */
const disguised = (expressions: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...expressions),
      fc.array(fc.constantFrom(...disguises), { maxLength: 4 }),
    )
    .map(([source, layers]) => {
      let before = imports
      let expression = source
      layers.forEach((disguise, i) => {
        const { before: more, is } = disguise(expression, i)
        before += more
        expression = is
      })
      return { before, expression }
    })

const capabilitiesOf = (code: string) => gate(code, ['bonds']).capabilities

describe('a use behind any disguise', () => {
  test.each(needs)(
    'is among the capabilities, or they are unknown: %s',
    (need) => {
      fc.assert(
        fc.property(disguised(sources[need]), ({ before, expression }) => {
          for (const use of [`${expression}(x)`, `sorted(["id"], key=${expression})`]) {
            const code = `${before}${use}\n`
            const known = capabilitiesOf(code)[need]
            expect(known === true || known === 'unknown' || known.toString() !== '', code).toBe(
              true,
            )
          }
        }),
        { numRuns: 150 },
      )
    },
    60_000,
  )
})

describe('a table behind any disguise', () => {
  const seen = (code: string) => {
    const { datasets } = capabilitiesOf(code)
    return datasets === 'unknown' ? 'unknown' : datasets[0]
  }

  test('leaves as the answer', () => {
    fc.assert(
      fc.property(disguised(['bonds', 'datasets["bonds"]']), ({ before, expression }) => {
        const code = `${before}result = ${expression}\n`
        expect([{ isExported: true }, 'unknown'], code).toContainEqual(
          seen(code) === 'unknown' ? 'unknown' : { isExported: Object(seen(code)).isExported },
        )
      }),
      { numRuns: 150 },
    )
  }, 30_000)

  test('has its column read', () => {
    fc.assert(
      fc.property(disguised(['bonds', 'datasets["bonds"]']), ({ before, expression }) => {
        const code = `${before}result = ${expression}["isin"].nunique()\n`
        const { columns = 'unknown' } = Object(seen(code))
        expect(columns === 'unknown' || columns.includes('isin'), code).toBe(true)
      }),
      { numRuns: 150 },
    )
  }, 30_000)
})
