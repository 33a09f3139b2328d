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
  (e) => ({ before: '', is: `(lambda: ${e})()` }),
  (e) => ({ before: '', is: `(len if x else ${e})` }),
  (e) => ({ before: '', is: `(x and ${e})` }),
  (e, i) => ({ before: '', is: `(t${i} := ${e})` }),
]

/** Ways to come by `os.system` and `os`. */
const sources = [
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
]
const imports = 'import os, sys, random, importlib, operator, functools\n'

describe('a process that is started behind any disguise', () => {
  test('is among the capabilities, or they are unknown', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sources),
        fc.array(fc.constantFrom(...disguises), { maxLength: 4 }),
        (source, layers) => {
          let before = imports
          let expression = source
          layers.forEach((disguise, i) => {
            const { before: more, is } = disguise(expression, i)
            before += more
            expression = is
          })
          for (const use of [`${expression}("id")`, `sorted(["id"], key=${expression})`]) {
            const { capabilities } = gate(`${before}${use}\n`, [])
            expect(capabilities.processes, `${before}${use}`).not.toEqual([])
          }
        },
      ),
      { numRuns: 1_500 },
    )
  })
})
