import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { startCpuTime } from '../../test/cpu-time.ts'
import { Meaning } from './meaning.ts'
import type { Expression, Node } from './nodes.ts'
import { parseModule } from './parse.ts'
import type { Value } from './values.ts'

/** What the last expression of the code may be: full names, and texts in quotes. */
function meaningsOf(code: string): readonly string[] {
  const { module } = parseModule(code)
  const meaning = new Meaning(module, {
    given: new Map([['bonds', 'pandas.DataFrame()']]),
    isWholeProgram: true,
  })
  const { nodes, sites } = meaning.bindings
  const last = module.body.at(-1)
  const i = nodes.findIndex((node) => last?.kind === 'Expr' && node === last.value)
  const node = last?.kind === 'Expr' ? last.value : undefined
  const site = sites[i]
  return node && site ? meaning.values(node, site).map(shown) : []
}

function shown(value: Value): string {
  switch (value.kind) {
    case 'path':
      return value.path
    case 'text':
      return `${value.isBytes ? 'b' : ''}"${value.text}"`
    case 'number':
      return String(value.value)
    default:
      return value.kind
  }
}

function isExpression(node: Node): node is Expression {
  return expressions.has(node.kind)
}

const expressions = new Set<Node['kind']>([
  ...(['Name', 'Attribute', 'Call', 'Subscript', 'BinOp', 'BoolOp', 'IfExp', 'Tuple'] as const),
  ...(['NamedExpr', 'JoinedStr', 'ListComp', 'Dict', 'Lambda', 'Constant'] as const),
])

describe('names', () => {
  test.each([
    ['import numpy as np\nnp.load', 'numpy.load'],
    ['import os.path\nos.system', 'os.system'],
    ['import a.b.c as d\nd.e', 'a.b.c.e'],
    ['from os import system as s\ns', 'os.system'],
    ['from . import x\nx', '.x'],
    ['from ..a import x\nx', '..a.x'],
    ['from os import *\nsystem', 'os.system'],
    ['import os\no = os\nf = o.system\nf', 'os.system'],
    ['import os\na, (b, c) = 1, (2, os.system)\nc', 'os.system'],
    ['import os\n(f := os.system)\nf', 'os.system'],
    ['import os\nfor f in [os.system]:\n    pass\nf', 'os.system'],
    ['import os\nwith os.popen("x") as f:\n    pass\nf.read', 'os.popen().read'],
    ['eval', 'builtins.eval'],
    ['import os\n_A__f = os.system\nclass A:\n    g = __f\nA.g', 'os.system'],
    ['import os\nclass _A:\n    __f = os.system\n_A._A__f', 'os.system'],
    ['import os\nclass A:\n    def __init__(self): self.__f = os.system\nA()._A__f', 'os.system'],
    ['import os\nos.sep + "etc"', '"/etc"'],
    ['from string import ascii_lowercase as a\na[14] + a[18]', '"os"'],
    ['import os\nmatch os:\n    case object(system=f): pass\nf', 'os.system'],
    ['import os\nmatch {"k": [1, os]}:\n    case {"k": [*_, o]}: pass\no.system', 'os.system'],
    ['import os\nmatch os.system:\n    case f: pass\nf', 'os.system'],
    ['import enum\nenum.bltns.eval', 'builtins.eval'],
    ['import builtins\nbuiltins.eval', 'builtins.eval'],
    ['__builtins__["eval"]', 'builtins.eval'],
    ['eval.__call__', 'builtins.eval'],
    ['import posix\nposix.system', 'os.system'],
    ['import random\nrandom._os.system', 'os.system'],
    ['import pandas as pd\npd.io.common.os.system', 'os.system'],
    ['import pandas as pd\npd.io.pickle.read_pickle', 'pandas.read_pickle'],
    ['import socket\nsocket.socket', 'socket.socket'],
    ['import os\ngetattr(os, "sys" + "tem")', 'os.system'],
    ['__import__("o" + "s").system', 'os.system'],
    ['import importlib\nimportlib.import_module("os.path").join', 'os.path.join'],
    ['import importlib as i\nf = getattr(i, "import_module")\nf("os").system', 'os.system'],
    ['__import__("os.path").system', 'os.system'],
    ['import os\nglobals()["os"].system', 'os.system'],
    ['import os\nvars(os)["system"]', 'os.system'],
    ['import os\nos.__dict__["system"]', 'os.system'],
    ['import sys\nsys.modules["os"].system', 'os.system'],
    ['import sys\nsys.modules.get("os").system', 'os.system'],
    ['import os\n{"f": os.system}["f"]', 'os.system'],
    ['import os\nd = {}\nd["f"] = os.system\nd["f"]', 'os.system'],
    ['import os\n[1, os.system][-1]', 'os.system'],
    ['import os\n(lambda f: f)(os.system)', 'os.system'],
    ['import os\ndef get():\n    return os.system\nget()', 'os.system'],
    ['import os, functools\nfunctools.partial(os.system, "x")', 'os.system'],
    ['import os, operator\noperator.attrgetter("system")(os)', 'os.system'],
    ['import functools, os\nfunctools.reduce(getattr, ["path", "join"], os)', 'os.path.join'],
    ['import os\nclass A:\n    f = os.system\nA.f', 'os.system'],
    [
      'import os\nclass A:\n    def __init__(self):\n        self.f = os.system\nA().f',
      'os.system',
    ],
    ['import pickle\nclass A(pickle.Unpickler):\n    pass\nA().load', 'pickle.Unpickler().load'],
    ['import pandas as pd\npd.read_csv("x").eval', 'pandas.DataFrame().eval'],
    ['import pandas as pd\npd.DataFrame(x).head().query', 'pandas.DataFrame().query'],
    ['bonds.eval', 'pandas.DataFrame().eval'],
    ['from pathlib import Path\n(Path("a") / "b").unlink', 'pathlib.Path().unlink'],
    [
      'from pathlib import Path\nfor p in Path("a").glob("*"):\n    pass\np.unlink',
      'pathlib.Path().unlink',
    ],
    ['ｅval', 'builtins.eval'],
  ])('%j means %s', (code, expected) => {
    expect(meaningsOf(code)).toContain(expected)
  })

  test.each([
    ['def eval(x):\n    return x\neval', 'function'],
    ['eval = 1\neval', '1'],
    ['import os\nos = 1\nos', '1'],
    ['import os\ndef f(os):\n    pass\nos', 'os'],
    ['x = "a"\nx = "b"\nx', '"b"'],
    ['import os\nclass A:\n    os = 1\nos', 'os'],
    ['f = len\ndel f\nf', 'unknown'],
    ['[print for print in [1]]\nprint', 'builtins.print'],
    ['import os as o\nos', 'unknown'],
    ['def f(x):\n    return x\nf("a")', '"a"'],
    ['def f(x, y="b"):\n    return x + y\nf("a")', '"ab"'],
  ])('%j means nothing but %s', (code, expected) => {
    expect(meaningsOf(code)).toEqual([expected])
  })

  test('a branch adds a meaning, and a name bound later does not reach back', () => {
    expect(meaningsOf('x = 1\nif y:\n    x = 2\nx')).toEqual(['2', '1'])
    expect(meaningsOf('eval\n').concat(meaningsOf('if y:\n    eval = 1\neval'))).toContain(
      'builtins.eval',
    )
    expect(meaningsOf('def eval(): pass\n').length).toBe(0)
    expect(meaningsOf('for _ in z:\n    f = g\n    g = eval\nf')).toContain('builtins.eval')
  })

  test('a parameter may be anything, unless every call of its function is in sight', () => {
    const last = (code: string) => meaningsOf(`${code}\ndef g():\n    return f("a")\ng()`)
    expect(last('def f(x):\n    return x')).toEqual(['"a"'])
    expect(last('def f(x):\n    return x\nh = f')).toEqual(['"a"', 'unknown'])
    expect(last('def f(x):\n    return x\nf(*y)')).toContain('unknown')
    expect(last('def f(x):\n    return x\nf("b")')).toEqual(['"b"', '"a"'])
    expect(last('@h\ndef f(x):\n    return x')).toContain('unknown')
  })

  test('global and nonlocal bind outside', () => {
    expect(meaningsOf('import os\ndef f():\n    global g\n    g = os.system\ng')).toContain(
      'os.system',
    )
    expect(
      meaningsOf(
        'import os\ndef f():\n    g = 1\n    def h():\n        nonlocal g\n        g = os.system\n    return g\nf()',
      ),
    ).toContain('os.system')
  })
})

describe('texts', () => {
  test.each([
    ['"a" + "b" * 2', '"abb"'],
    ['"-".join(["a", "b"])', '"a-b"'],
    ['"".join(chr(c) for c in [111, 115])', '"os"'],
    ['"".join(map(chr, [111, 115]))', '"os"'],
    ['"".join([chr(ord(c) - 1) for c in "pt"])', '"os"'],
    ['"{}{}".format("o", "s")', '"os"'],
    ['"{1}{0}{{".format("s", "o")', '"os{"'],
    ['"%s%s" % ("o", "s")', '"os"'],
    ['x = "o"\nf"{x}s"', '"os"'],
    ['"so"[::-1]', '"os"'],
    ['"xosx"[1:-1]', '"os"'],
    ['"abc"[5:1:-2]', '"c"'],
    ['"".join(reversed("so"))', '"os"'],
    ['"oXs".replace("X", "")', '"os"'],
    ['bytes.fromhex("6f73").decode()', '"os"'],
    ['bytes([111, 115]).decode("ascii")', '"os"'],
    ['import base64\nbase64.b64decode("b3M=").decode()', '"os"'],
    ['from base64 import b64decode as d\nstr(d(b"b3M="), "utf-8")', '"os"'],
    ['import codecs\ncodecs.decode("bf", "rot13")', '"os"'],
    ['"OS".lower()', '"os"'],
    ['chr(0x6f) + chr(115)', '"os"'],
    ['"o s".split()[1]', '"s"'],
    ['x = "o"\nx += "s"\nx', '"os"'],
    ['"ü".encode()', 'b"Ã¼"'],
    ['str(12)', '"12"'],
    ['import os\nos.path.join("/a", "b", "/c", "d")', '"/c/d"'],
    ['2 ** 10 - 3 * -1', '1027'],
    ['7 // -2', '-4'],
    ['7 % -2', '-1'],
  ])('%j is %s', (code, expected) => {
    expect(meaningsOf(code)).toEqual([expected])
  })

  test.each(['"a" * 10**9', '"%x" % 10', 'f"{x:>10}"', '"a".join(x)', '1 / 0', '[][1:2:0]'])(
    '%s is not followed',
    (code) => {
      expect(meaningsOf(code)).not.toContainEqual(expect.stringMatching(/^"/))
    },
  )
})

describe('bounds', () => {
  test('a sum of twenty thousand texts is one text', () => {
    expect(meaningsOf(Array.from({ length: 20_000 }, () => '"a"').join(' + '))[0]).toHaveLength(
      20_002,
    )
  })

  test('a chain of aliases beyond the bound is said to be truncated', () => {
    // Each function sees what comes after it, so that the first name leads to the last.
    const chain = Array.from({ length: 3_000 }, (_, i) => `def f${i}(): return f${i + 1}()`)
    const meaning = new Meaning(parseModule(`${chain.join('\n')}\nf0()`).module)
    meaning.allPaths()
    expect(meaning.isTruncated).toBe(true)
  })

  test('one name bound ten thousand times, in a loop and out of it, takes no time worth naming', () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `    x = f(x, ${i})`)
    const { module } = parseModule(`x = 1\nwhile x:\n${lines.join('\n')}\n`)
    const cpuMs = startCpuTime()
    const meaning = new Meaning(module)
    const { nodes, sites } = meaning.bindings
    nodes.forEach((node, i) => {
      const site = sites[i]
      if (site && node.kind === 'Call') meaning.values(node, site)
    })
    expect(cpuMs()).toBeLessThan(10_000)
  }, 30_000)

  const piece = fc.constantFrom(
    ...['x', 'y', 'f', 'os', 'self', 'x.y', 'f(x)', 'f(*x)', 'x[y]', '"a"', '1', 'lambda x: f(x)'],
    ...[
      '[x for x in y]',
      'x if y else f',
      '{x: y, **f}',
      'getattr(x, y)',
      'x + y',
      'f"{x}"',
      '(x := y)',
    ],
    ...['globals()[x]', '"".join(x)', 'chr(x)', 'x[1:y]', 'super().f', 'f(x)(y)', '__import__(x)'],
  )
  const line = fc.oneof(
    fc.tuple(piece, piece).map(([a, b]) => `${a.replace(/\W.*$/s, '') || 'x'} = ${b}`),
    fc.tuple(piece, piece).map(([a, b]) => `for x in ${a}:\n    y = ${b}\n    x = y`),
    fc
      .tuple(piece, piece)
      .map(([a, b]) => `def f(x, y=${a}):\n    global os\n    os = x\n    return ${b}`),
    fc
      .tuple(piece, piece)
      .map(([a, b]) => `class x(${a}):\n    y = ${b}\n    def f(self):\n        self.y = x`),
    piece.map((a) => `import os\nos.x = ${a}`),
  )

  const star = fc.constantFrom('m', 'n', 'x', 'os').map((name) => `from ${name} import *`)
  const open = fc
    .tuple(piece, piece)
    .map(([a, b]) => `while y:\n    x = f = ${a}\n    y, g = ${b}, f(x)\n    y.f = x.f`)

  test('what an expression means does not depend on what was asked before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(line, star, open), { maxLength: 10 }),
        fc.infiniteStream(fc.nat()),
        (lines, random) => {
          const { module } = parseModule(lines.join('\n'))
          const inOrder = new Meaning(module)
          const places = inOrder.bindings.nodes.flatMap((node, i) => {
            const site = inOrder.bindings.sites[i]
            return site && isExpression(node) ? [{ node, site }] : []
          })
          const wanted = new Map(
            places.map(({ node, site }) => [node, inOrder.values(node, site).map(shown)]),
          )
          const shuffled = new Meaning(module)
          const sites = new Map(
            shuffled.bindings.nodes.map((node, i) => [node, shuffled.bindings.sites[i]]),
          )
          const asked = places
            .map((place) => ({ ...place, rank: random.next().value ?? 0 }))
            .sort((a, b) => a.rank - b.rank)
          for (const { node } of asked) {
            const site = sites.get(node)
            if (site) expect(shuffled.values(node, site).map(shown)).toEqual(wanted.get(node))
          }
        },
      ),
      { numRuns: 1_000 },
    )
  }, 60_000)

  test('any program is worked out without a throw, and twice the same', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const { module } = parseModule(lines.join('\n'))
        const meaning = new Meaning(module)
        const { nodes, sites } = meaning.bindings
        expect(sites).toHaveLength(nodes.length)
        nodes.forEach((node, i) => {
          const site = sites[i]
          if (!site || (node.kind !== 'Name' && node.kind !== 'Call' && node.kind !== 'Attribute'))
            return
          const values = meaning.values(node, site)
          expect(values.length).toBeGreaterThan(0)
          expect(values.length).toBeLessThanOrEqual(8)
          expect(meaning.values(node, site)).toBe(values)
        })
      }),
      { numRuns: 400 },
    )
  }, 30_000)
})
