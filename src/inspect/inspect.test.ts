import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../kernel/finding.ts'
import { checkInspectPolicy, defaultInspectPolicy, inspectPolicySchema } from './config.ts'
import { createInspector, inspect } from './inspect.ts'
import { rules } from './rules/index.ts'

const policy = defaultInspectPolicy()
const gate = createInspector(policy)
const found = (code: string) => gate(code, ['bonds']).findings.map((finding) => finding.rule)

describe('the gate sees through', () => {
  test.each([
    ['a renamed import', 'from os import system as print\nprint("id")', 'process-started'],
    [
      'text put together',
      'import os\ngetattr(os, "".join(["sys", "tem"]))("id")',
      'process-started',
    ],
    [
      'base64',
      'import base64\n__import__(base64.b64decode("b3M=").decode()).system("x")',
      'process-started',
    ],
    ['a hidden module', 'import random\nrandom._os.system("id")', 'process-started'],
    ['a pandas re-export', 'import pandas as pd\npd.io.common.os.system("id")', 'process-started'],
    ['a method value', 'import os\nx = [os.system]\nx[0]("id")', 'process-started'],
    ['an argument', 'import os\nsorted(["id"], key=os.system)', 'process-started'],
    ['a parameter', 'import os\ndef go(f):\n    f("id")\ngo(os.system)', 'process-started'],
    ['a default', 'import os\ndef go(f=os.system):\n    f("id")\ngo()', 'process-started'],
    ['a decorator', 'import os\n@os.system\ndef go(): pass', 'process-started'],
    ['a metaclass', 'import os\nclass A(metaclass=os.system): pass', 'process-started'],
    [
      'a class item',
      'import os\nclass A:\n    __class_getitem__ = os.system\nA["id"]',
      'process-started',
    ],
    ['a comprehension', 'import os\n[f("id") for f in (os.system,)]', 'process-started'],
    ['a star import', 'from os import *\nsystem("id")', 'process-started'],
    ['a late shadow', 'def go():\n    eval("x")\ngo()\ndef eval(x): pass', 'dynamic-code'],
    ['full-width letters', 'ｅｖａｌ(x)', 'dynamic-code'],
    ['a conditional', 'import os\nf = print if x else os.system\nf("id")', 'process-started'],
    ['a match', 'import os\nmatch 1:\n    case 1:\n        os.system("id")', 'process-started'],
    [
      'except*',
      'try:\n    pass\nexcept* ValueError as e:\n    e.__traceback__.tb_frame',
      'frame-access',
    ],
    ['an f-string', 'f"{().__class__.__base__.__subclasses__()}"', 'dunder-walk'],
    ['getattr of a special name', 'getattr(x, "__glob" "als__")', 'dunder-walk'],
    ['a computed special name', 'setattr(x, "__co" + "de__", 1)', 'dunder-walk'],
    ['a frame file', 'bonds.to_csv("/etc/cron.d/x")', 'file-outside-folder'],
    ['a frame address', 'bonds.to_parquet(path="s3://x/y")', 'frame-from-address'],
    ['a broken line before it', 'x = = 1\nimport os\nos.system("id")', 'process-started'],
    [
      'pathlib',
      'from pathlib import Path\n(Path("/etc") / "passwd").read_text()',
      'file-outside-folder',
    ],
    [
      'a subclass',
      'import pickle\nclass A(pickle.Unpickler): pass\nA(f).load()',
      'unsafe-unpickling',
    ],
    ['partial', 'import os, functools\nfunctools.partial(os.system, "id")()', 'process-started'],
    ['exec of another name', 'run = __builtins__.__dict__["exec"]\nrun("1")', 'dynamic-code'],
    [
      'async',
      'import asyncio\nasync def f():\n    await asyncio.create_subprocess_shell("id")',
      'process-started',
    ],
    [
      'a private name of a class',
      'import os\n_A__s = os.system\nclass A:\n    def f(self): __s("id")',
      'process-started',
    ],
    ['a type alias', 'type X[T: __import__("os").system("id")] = int', 'process-started'],
    [
      'attributes in a pattern',
      'import pandas as pd\nmatch pd:\n    case object(io=object(common=object(os=o))):\n        o.system("id")',
      'process-started',
    ],
    [
      'items and keys in a pattern',
      'import os\nmatch {"k": [1, os]}:\n    case {"k": [*_, o]}:\n        o.system("id")',
      'process-started',
    ],
    ['a module under another name', 'import enum\nenum.bltns.eval("1")', 'dynamic-code'],
    [
      'a module of a module',
      'import fractions\nfractions.operator.attrgetter(x)',
      'computed-attribute',
    ],
    [
      'constants of modules',
      'import os\nopen(os.sep.join(["", "etc", "passwd"]))',
      'file-outside-folder',
    ],
    ['an argument that is unpacked', 'open(*["/etc/passwd"])', 'file-outside-folder'],
    [
      'an imported special name',
      'from enum import __builtins__ as b\nb["eval"]("1")',
      'dynamic-code',
    ],
    [
      'a module that is written first',
      'open("json.py", "w").write("1")\nimport json',
      'code-file-written',
    ],
    [
      'an environment',
      'import os\nos.environ.update({"LD_PRELOAD": "x.so"})',
      'loader-environment',
    ],
    ['a function that is handed on', 'list(map(bonds.to_csv, ["/etc/x"]))', 'file-outside-folder'],
    ['a reader that is handed on', 'list(map(pd.read_csv, ["https://h/x"]))', 'frame-from-address'],
    ['a private helper', 'import uuid\nuuid._popen("id")', 'private-member-used'],
    [
      'a warning',
      'import warnings\nwarnings.catch_warnings()._module.sys.modules["os"].system("x")',
      'process-started',
    ],
    ['a method in an expression', 'bonds.query("isin.to_csv(\'/x\')")', 'frame-expression'],
    [
      'a function in an expression',
      'import pandas as pd\nf = open\nbonds.eval("x = @f(\'/x\')")',
      'frame-expression',
    ],
    ['a name in an expression', 'import pandas as pd\npd.eval("open(\'/x\')")', 'frame-expression'],
    [
      'a formula',
      'import statsmodels.formula.api as f\nf.ols("y ~ open(\'/x\')", bonds)',
      'formula-evaluated',
    ],
    ['a list of methods', 'bonds.agg(["sum", "to_pickle"])', 'method-by-text'],
    [
      'a named method',
      'from operator import methodcaller as m\nm("to_csv", "/x")(bonds)',
      'method-by-text',
    ],
    ['a table of who knows what', 'x.apply(lambda g: g.to_csv("/etc/x"))', 'file-outside-folder'],
    [
      'chained file systems',
      'import pandas as pd\npd.read_csv("simplecache::https://h/x")',
      'frame-from-address',
    ],
    ['text that is passed on', 'def f(s): return eval(s)\nf("__import__(\'os\')")', 'dynamic-code'],
  ])('%s', (_, code, rule) => {
    expect(found(code)).toContain(rule)
  })
})

test('what the policy allows by name is a remark, and what no policy can mean stays', () => {
  const imports = { ...policy.imports, allow: ['ctypes'] }
  const severities = (code: string) =>
    inspect(code, { policy: { ...policy, imports }, datasets: [] }).findings.map((f) => f.severity)
  expect(severities('import ctypes\nlib = ctypes.CDLL("libm.so.6")')).toEqual(['low'])
  expect(severities('import ctypes\nctypes.CDLL(None).system(b"id")')).toContain('critical')
})

describe('what clearly does harm is critical', () => {
  test.each([
    'def f(s): return eval(s)\nf("__import__(\'os\')")',
    'with open("/usr/x.py", "w") as file: pass',
    'import os\nos.remove("/usr/share/x")',
    'import psutil\nfor p in psutil.process_iter():\n    p.kill()',
    'import os\nos.kill(1, 9)',
    'bonds.to_csv("/usr/lib/x.csv")',
  ])('%j', (code) => {
    const { findings } = gate(code, ['bonds'])
    expect(findings.some(({ severity }) => severity === 'critical')).toBe(true)
  })
})

describe('the gate has nothing to say about', () => {
  test.each([
    'import pandas as pd\ndf = pd.DataFrame({"a": [1]})\nresult = df.groupby("a").sum()',
    'result = bonds[bonds["region"] == "EU"].pivot_table(index="desk", values="spread")',
    '# os.system("id")\n"""eval(x)"""\nx = "import os"',
    'import re\npattern = re.compile("a")\npattern.match("a").group()',
    'class Model:\n    def eval(self): ...\n    def exec(self): ...\nModel().eval()',
    'import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1])\nplt.savefig("a.png")',
    'import os\nprint(os.path.join("a", "b"), os.getcwd())',
    'from sklearn.linear_model import LinearRegression\nmodel = LinearRegression().fit(x, y)',
    'from dataclasses import dataclass, field\n@dataclass\nclass A:\n    x: int = field(default=1)',
    'import logging\nlogging.basicConfig()\nlog = logging.getLogger(__name__)\nlog.info("x")',
    'with open("out.txt", "w") as f:\n    f.write("x")',
    'import datetime\nprint(f"{datetime.date.today():%Y}")',
    'bonds = bonds.dropna()\nresult = bonds["price"].mean()',
    'limit = 3\nbonds.query("price > @limit and price < @bonds.price.max() and isin in @known[\'x\']")',
    'limit = 3\nbonds.query(f"price > {limit}")',
    'import datetime\nbonds.query("day > @datetime.date(2024, 1, 1)")',
    'import statsmodels.formula.api as smf\nsmf.ols("y ~ a:b + C(x) + np.log(z) + I(w**2)", bonds)',
    'from sklearn.tree import _tree\nprint(_tree.TREE_UNDEFINED)',
    'from collections import namedtuple\nP = namedtuple("P", "x")\nprint(P(1)._asdict(), bonds._get_numeric_data())',
    'import matplotlib.pyplot as plt\nplt.rc("font", size=8)\nplt.rcParams.update({"font.size": 8})',
  ])('%j', (code) => {
    expect(gate(code, ['bonds']).findings).toEqual([])
  })
})

describe('findings', () => {
  test('of one place tell one reason, in the words of the most exact rule', () => {
    const code = 'import codecs\nexec(codecs.decode("cevag(1)", "rot13"))'
    expect(found(code)).toContain('decoded-code')
    expect(found(code)).not.toContain('dynamic-code')
    const off = { ...policy, rules: { off: ['decoded-code'], severity: {} } }
    expect(inspect(code, { policy: off, datasets: [] }).findings.map(({ rule }) => rule)).toContain(
      'dynamic-code',
    )
  })

  test('of a less exact rule stay where they are worse', () => {
    const milder = { ...policy, rules: { off: [], severity: { 'decoded-code': 'low' as const } } }
    const code = 'import codecs\nexec(codecs.decode("cevag(1)", "rot13"))'
    const { findings } = inspect(code, { policy: milder, datasets: [] })
    expect(findings.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['decoded-code', 'dynamic-code']),
    )
  })

  test('say where, in lines from 1 and columns from 0, what, and how sure', () => {
    const { findings, text, lineCount } = gate('import os\n\nif x:\n    os.system("id")\n', [])
    expect(lineCount).toBe(5)
    const [first, ...others] = findings
    expect(others.map(({ rule, severity }) => [rule, severity])).toEqual([['shell-command', 'low']])
    expect(text.slice(first?.span.start, first?.span.end)).toBe('os.system("id")')
    expect(first).toMatchObject({
      rule: 'process-started',
      layer: 'calls',
      severity: 'critical',
      persona: 'gate',
      cwe: [78],
      message: '`os.system` starts the program `id`.',
      span: { line: 4, column: 4, endLine: 4, endColumn: 19 },
    })
  })

  test('mark the call, not the chain before it, where that begins on an earlier line', () => {
    const { findings } = gate('(bonds\n  .head()\n  .to_csv("/etc/x"))', ['bonds'])
    expect(findings.map(({ rule, span }) => [rule, span.line])).toEqual([
      ['file-outside-folder', 3],
    ])
  })

  test('come in the order of the text and once each', () => {
    const code = 'import socket\nexec(x); eval(y)\nfor _ in z:\n    exec(x)\nimport ctypes'
    const { findings } = gate(code, [])
    const starts = findings.map(({ span }) => span.start)
    expect(starts).toEqual([...starts].sort((a, b) => a - b))
    const keys = findings.map(({ rule, span }) => `${rule} ${span.start} ${span.end}`)
    expect(new Set(keys).size).toBe(keys.length)
    expect(findings.map(({ rule }) => rule)).toEqual([
      ...['import-denied', 'dynamic-code', 'dynamic-code', 'dynamic-code', 'import-denied'],
    ])
  })
})

describe('what can not be judged is a finding', () => {
  const bytes = (...values: number[]) => Uint8Array.from(values)
  test.each([
    ['broken syntax', 'x = (', 'syntax-error'],
    ['a null byte', bytes(120, 0, 120), 'source-undecodable'],
    ['bytes that are no UTF-8', bytes(120, 0xff), 'source-undecodable'],
    ['a null byte in text', 'x = 1\0', 'syntax-error'],
    ['too many brackets', `${'('.repeat(300)}1${')'.repeat(300)}`, 'code-too-deep'],
    ['ten megabytes', '#'.repeat(10_000_000), 'script-too-large'],
    ['ten megabytes of bytes', new Uint8Array(10_000_000), 'script-too-large'],
    [
      'a chain of aliases without end',
      `${Array.from({ length: 2_000 }, (_, i) => `def f${i}(): return f${i + 1}()`).join('\n')}
def f2000(): return eval\nf0()(x)`,
      'analysis-truncated',
    ],
  ])('%s', (_, source, rule) => {
    const { findings, capabilities } = inspect(source, { policy, datasets: [] })
    expect(
      findings.filter((finding: Finding) => finding.severity === 'high').map((f) => f.rule),
    ).toContain(rule)
    if (rule !== 'syntax-error' && rule !== 'code-too-deep')
      expect(capabilities.filesRead).toBe('unknown')
  })

  test('and no text makes it throw', () => {
    const token = fc.constantFrom(
      ...[
        'import os\n',
        'os.',
        'system',
        '(',
        ')',
        '"',
        "f'{",
        '}',
        ':',
        '\n  ',
        '\n',
        'def f',
        'class ',
        '=',
      ],
      ...[
        'lambda',
        ' for x in ',
        'eval',
        'getattr',
        '[',
        ']',
        ',',
        '.',
        '*',
        '@',
        'match x:\n case ',
        '\0',
        '\u{1F600}',
      ],
    )
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), (tokens) => {
        const { text, findings } = gate(tokens.join(''), ['bonds'])
        for (const { span } of findings) {
          expect(span.start).toBeLessThanOrEqual(span.end)
          expect(span.end).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 1_000 },
    )
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (source) => void gate(source, [])))
  }, 30_000)
})

describe('the policy', () => {
  const with_ = (section: object) => inspectPolicySchema.parse(section)
  const rulesOf = (code: string, section: object) =>
    createInspector(with_(section))(code, []).findings.map(
      ({ rule, severity }) => `${rule} ${severity}`,
    )

  test.each<[string, object, readonly string[]]>([
    ['import leftpad', {}, ['import-not-allowed medium']],
    ['import leftpad', { imports: { mode: 'deny-list' } }, []],
    ['import leftpad', { imports: { allow: ['leftpad'] } }, []],
    ['import leftpad.inner', { imports: { allow: ['leftpad'] } }, []],
    ['import pandas', { imports: { deny: ['pandas'] } }, ['import-denied high']],
    ['from pandas import io', { imports: { deny: ['pandas.io'] } }, ['import-denied high']],
    ['import subprocess', { imports: { mode: 'deny-list' } }, ['import-denied high']],
    ['import requests', {}, ['import-denied high']],
    ['import requests\nrequests.get(x, timeout=5)', { egress: true }, []],
    [
      'import socket\nsocket.socket()',
      { egress: true },
      ['import-denied high', 'network-used high'],
    ],
    ['import os\nos.sched_yield()', {}, ['import-not-allowed medium']],
    ['import os\nos.sched_yield()', { imports: { allow: ['os.sched_yield'] } }, []],
    ['import gc\ngc.collect()', {}, []],
    ['import gc\ngc.get_objects()', {}, ['import-not-allowed medium', 'frame-access critical']],
    ['import glob, struct\nglob.glob("data/*.csv")', {}, []],
    [
      'import subprocess\nsubprocess.run(x)',
      { imports: { allow: ['subprocess'] } },
      ['process-started low'],
    ],
    ['eval(x)', { rules: { off: ['dynamic-code'] } }, []],
    ['eval(x)', { rules: { severity: { 'dynamic-code': 'low' } } }, ['dynamic-code low']],
    ['import subprocess\nsubprocess.run(x)', { persona: 'default' }, []],
    ['import os\nos.system(x)', { persona: 'default' }, ['shell-command high']],
  ])('%j under %j', (code, section, expected) => {
    expect(rulesOf(code, section)).toEqual(expected)
  })

  test('may only name rules that there are', () => {
    const wrong = with_({
      rules: { off: ['nothing'], severity: { nowhere: 'low', 'dynamic-code': 'low' } },
    })
    expect(checkInspectPolicy(wrong, rules)).toEqual([
      { path: ['rules', 'off', 0], message: 'there is no rule "nothing"' },
      { path: ['rules', 'severity', 'nowhere'], message: 'there is no rule "nowhere"' },
    ])
    expect(inspectPolicySchema.safeParse({ imports: { allow: ['a b'] } }).success).toBe(false)
    expect(inspectPolicySchema.safeParse({ import: {} }).success).toBe(false)
  })
})
