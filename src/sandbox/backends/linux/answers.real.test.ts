import { tableFromIPC } from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestSandbox, type TestSandbox } from '../../../../test/sandbox/fixture.ts'

let box: TestSandbox
beforeAll(async () => {
  box = await openTestSandbox()
})
afterAll(() => box.sandbox.close())

async function frame(code: string) {
  const value = await box.value(code)
  if (value.kind !== 'frame') throw new Error(JSON.stringify(value))
  const rows = tableFromIPC(value.frame.arrow)
    .toArray()
    .map((row) => ({ ...row.toJSON() }))
  return { columns: value.frame.columns, rows, rowCount: value.frame.rowCount }
}

describe('values', () => {
  test.each<[string, unknown]>([
    ['result = 2', { kind: 'number', value: 2 }],
    ['1 + 1', { kind: 'number', value: 2 }],
    ['result = 1\n2', { kind: 'number', value: 1 }],
    ['x = 5', { kind: 'none' }],
    ['', { kind: 'none' }],
    ['import pandas as pd\npd.NaT', { kind: 'none' }],
    ['True', { kind: 'boolean', value: true }],
    ['import numpy as np\nnp.bool_(False)', { kind: 'boolean', value: false }],
    ['import numpy as np\nnp.float32(0.5)', { kind: 'number', value: 0.5 }],
    ['2 ** 70', { kind: 'number', value: '1180591620717411303424' }],
    ['float("nan")', { kind: 'number', value: 'NaN' }],
    ['-float("inf")', { kind: 'number', value: '-Infinity' }],
    ['from decimal import Decimal\nDecimal("0.1")', { kind: 'number', value: '0.1' }],
    ['from decimal import Decimal\nDecimal("0.5")', { kind: 'number', value: 0.5 }],
    ['"é"', { kind: 'string', value: 'é' }],
    ['"\\ud800"', { kind: 'string', value: '?' }],
    ['import datetime\ndatetime.date(2024, 1, 2)', { kind: 'string', value: '2024-01-02' }],
    [
      'import pandas as pd\npd.Timestamp("2024-01-02")',
      { kind: 'string', value: '2024-01-02T00:00:00' },
    ],
    [
      '{"a": [1, None, float("nan")], ("b", 1): {2}}',
      { kind: 'json', value: { a: [1, null, null], 'b / 1': [2] } },
    ],
    ['import numpy as np\nnp.arange(3)', { kind: 'json', value: [0, 1, 2] }],
    ['result = {"type": "number", "value": 3}', { kind: 'number', value: 3 }],
    [
      'result = {"type": "bonds", "value": 3}',
      { kind: 'json', value: { type: 'bonds', value: 3 } },
    ],
    ['import sys\nresult = 7\nsys.exit()', { kind: 'number', value: 7 }],
  ])('%j', async (code, expected) => {
    expect(await box.value(code)).toEqual(expected)
  })

  test('a frame keeps types, nulls, time zones and an index that means something', async () => {
    const code = `
import pandas as pd, numpy as np, datetime
df = pd.DataFrame({
  'i': [1, 2], 'n': pd.array([1, None], dtype='Int64'), 'f': [0.5, np.nan], 'b': [True, False],
  's': ['é', None], 'c': pd.Categorical(['x', None]), 't': pd.to_datetime(['2024-01-02', None]),
  'z': pd.to_datetime(['2024-01-02 12:00', '2024-07-02 12:00']).tz_localize('Europe/Berlin'),
  'd': [datetime.date(2024, 1, 2), None], 'u': pd.to_timedelta(['1s', None]), 'm': [1, 'a'],
  'l': [[1, {'k': 2}], None], 'e': [None, None],
}, index=['p', 'q'])
df
`
    const { columns, rows, rowCount } = await frame(code)
    expect(rowCount).toBe(2)
    expect(Object.fromEntries(columns.map(({ name, type }) => [name, type]))).toEqual({
      ...{ index: 'string', i: 'integer', n: 'integer', f: 'number', b: 'boolean', s: 'string' },
      ...{ c: 'string', t: 'timestamp', z: 'timestamp', d: 'date', u: 'duration', m: 'string' },
      ...{ l: 'string', e: 'string' },
    })
    expect(rows[0]).toMatchObject({
      index: 'p',
      i: 1n,
      n: 1n,
      f: 0.5,
      b: true,
      s: 'é',
      c: 'x',
      m: '1',
    })
    expect(rows[0]?.['l']).toBe('[1, {"k": 2}]')
    expect(rows[1]).toMatchObject({
      n: null,
      f: null,
      b: false,
      s: null,
      c: null,
      t: null,
      d: null,
    })
    expect(rows[0]?.['t']).toBe(Date.UTC(2024, 0, 2))
    expect(rows[0]?.['z']).toBe(Date.UTC(2024, 0, 2, 11))
    expect(rows[0]?.['d']).toBe(Date.UTC(2024, 0, 2))
  })

  test.each<[string, string[]]>([
    ['pd.DataFrame([[1, 2]], columns=["a", "a"])', ['a', 'a (2)']],
    ['pd.DataFrame({("a", "x"): [1], ("a", ""): [2]})', ['a / x', 'a']],
    ['pd.DataFrame({"a": [1], "b": [2], "c": [3]}).groupby(["a", "b"]).sum()', ['a', 'b', 'c']],
    ['pd.Series([1, 2])', ['value']],
    ['pd.Series(["x"]).value_counts()', ['index', 'count']],
    ['pd.DataFrame({"a": []})', ['a']],
  ])('%s has the columns %j', async (expression, names) => {
    const { columns } = await frame(`import pandas as pd\n${expression}`)
    expect(columns.map((column) => column.name)).toEqual(names)
  })

  test('texts are the same whoever encodes them', async () => {
    const code = `
import pandas as pd
texts = ['é', 'a' * 300, '', '🙂'] * 5
df = pd.DataFrame({
  'o': pd.Series(texts, dtype=object), 'n': pd.Series([None, float('nan'), pd.NA, 'x'] * 5, dtype=object),
  's': pd.Series(texts, dtype='string'), 'm': pd.Series([b'a', 'b', 1, None] * 5, dtype=object),
  'l': pd.Series(['\\ud800', 'x'] * 10, dtype=object), 'cut': pd.Series(['-'] + texts, dtype='string')[1:].values,
})
result = df
`
    const { rows, columns } = await frame(code)
    expect(new Set(columns.map(({ type }) => type))).toEqual(new Set(['string']))
    expect(rows).toHaveLength(20)
    expect(rows.slice(0, 4).map((row) => row['o'])).toEqual(['é', 'a'.repeat(300), '', '🙂'])
    expect(rows.slice(16).map((row) => row['n'])).toEqual([null, null, null, 'x'])
    expect(rows.slice(16).map((row) => row['m'])).toEqual(['61', 'b', '1', null])
    expect(rows.slice(0, 2).map((row) => row['l'])).toEqual(['?', 'x'])
    for (const row of rows) expect([row['s'], row['cut']]).toEqual([row['o'], row['o']])
  })

  test('a frame inside a dict becomes records', async () => {
    const code = 'import pandas as pd\n{"top": pd.DataFrame({"a": [1, 2]}), "s": pd.Series([1.5])}'
    expect(await box.plain(code)).toEqual({ top: [{ a: 1 }, { a: 2 }], s: [1.5] })
  })

  test.each([
    ['object()', 'The answer is a object'],
    ['result = [1, lambda: 0]', '`result[1]` is a function'],
    ['a = []\na.append(a)\na', 'nested more than 64 levels'],
    ['result = {1: "a", "1": "b"}', 'keys that are the same as text'],
    ['import pandas\nresult = pandas.DataFrame(index=range(10**8))', 'at most 5,000,000'],
    ['import pandas\nresult = pandas.DataFrame([[1] * 17000])', 'at most 16,384'],
  ])('%j cannot be typed, and says what could be', async (code, message) => {
    const failure = await box.failure(code)
    expect(failure.kind).toBe('untyped')
    expect(failure).toMatchObject({ message: expect.stringContaining(message) })
  })
})

test('a table of a million rows and ten columns leaves whole', async () => {
  const code =
    'import numpy as np, pandas as pd\nresult = pd.DataFrame({f"c{n}": np.arange(1_000_000) + n for n in range(10)})'
  const limits = { resultBytes: 128 * 1024 ** 2 }
  const value = await box.value(code, { limits })
  if (value.kind !== 'frame') throw new Error(value.kind)
  expect([value.frame.rowCount, value.frame.columns.length]).toEqual([1_000_000, 10])
  const last = tableFromIPC(value.frame.arrow).getChildAt(9)?.get(999_999)
  expect(last).toBe(1_000_008n)
})

test('column names that differ only far behind stay two columns', async () => {
  const names = '["x" * 2000 + "a", "x" * 2000 + "b"]'
  const code = `import pandas\nresult = pandas.DataFrame([[1, 2]], columns=${names})`
  const value = await box.value(code)
  if (value.kind !== 'frame') throw new Error(value.kind)
  expect(new Set(value.frame.columns.map(({ name }) => name)).size).toBe(2)
})

describe('figures', () => {
  test.each([
    ['open figures', 'import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()', 1, 'none'],
    [
      'two figures and a value',
      'import matplotlib.pyplot as plt\nplt.figure()\nplt.figure()\nresult = 1',
      2,
      'number',
    ],
    [
      'a figure as the result',
      'from matplotlib.figure import Figure\nresult = Figure()',
      1,
      'none',
    ],
    ['axes', 'import pandas as pd\npd.DataFrame({"a": [1, 2]}).plot()', 1, 'none'],
    [
      'seaborn',
      'import seaborn as sns, pandas as pd\nsns.barplot(pd.DataFrame({"a": [1], "b": [2]}), x="a", y="b")',
      1,
      'none',
    ],
    [
      'a saved plot',
      'import matplotlib.pyplot as plt\nplt.plot([1])\nplt.savefig("p.png")\nplt.close()\nresult = {"type": "plot", "value": "p.png"}',
      1,
      'none',
    ],
  ])('%s', async (_, code, count, kind) => {
    const end = await box.report(code)
    if (end.status !== 'completed') throw new Error(JSON.stringify(end))
    expect([end.answer.figures.length, end.answer.value.kind, end.answer.stderr]).toEqual([
      count,
      kind,
      '',
    ])
    expect([...(end.answer.figures[0]?.bytes.subarray(1, 4) ?? [])]).toEqual([0x50, 0x4e, 0x47])
  })

  test('no more than 20 are kept, and the script is told', async () => {
    const end = await box.report(
      'import matplotlib.pyplot as plt\nfor _ in range(22): plt.figure(figsize=(1, 1))',
    )
    if (end.status !== 'completed') throw new Error(JSON.stringify(end))
    expect(end.answer.figures).toHaveLength(20)
    expect(end.answer.stderr).toContain('Only the first 20 of 22 figures')
  })
})

describe('libraries', () => {
  test.each<[string, string, unknown]>([
    [
      'scikit-learn',
      'from sklearn.linear_model import LinearRegression as L\nround(float(L().fit([[1], [2]], [2, 4]).coef_[0]), 6)',
      2,
    ],
    [
      'a forest',
      'from sklearn.ensemble import RandomForestClassifier as R\nint(R(5).fit([[1], [2]], [0, 1]).predict([[2]])[0]) in (0, 1)',
      true,
    ],
    ['scipy', 'from scipy import stats\nround(stats.norm.cdf(0), 6)', 0.5],
    [
      'statsmodels',
      'import statsmodels.api as sm\nround(float(sm.OLS([1., 2, 3], [[1.], [2], [3]]).fit().params[0]), 6)',
      1,
    ],
    ['pyarrow', 'import pyarrow as pa, pyarrow.compute as pc\npc.sum(pa.array([1, 2])).as_py()', 3],
    [
      'openpyxl',
      'import io, pandas as pd\nb = io.BytesIO()\npd.DataFrame({"a": [1]}).to_excel(b)\nlen(b.getvalue()) > 1000',
      true,
    ],
    [
      'csv in the working folder',
      'import pandas as pd\npd.DataFrame({"a": [1]}).to_csv("a.csv")\nint(pd.read_csv("a.csv").a.sum())',
      1,
    ],
    [
      'parquet',
      'import pandas as pd\npd.DataFrame({"a": [1]}).to_parquet("a")\nint(pd.read_parquet("a").a.sum())',
      1,
    ],
    [
      'time zones',
      'from zoneinfo import ZoneInfo\nimport datetime as d\nd.datetime(2024, 7, 1, tzinfo=ZoneInfo("Europe/Berlin")).isoformat()',
      '2024-07-01T00:00:00+02:00',
    ],
    ['strftime', 'import datetime as d\nd.date(2024, 7, 1).strftime("%d %B %Y")', '01 July 2024'],
    ['locale', 'import locale\nlocale.setlocale(locale.LC_ALL, "")', 'C.UTF-8'],
    [
      'threads',
      'from concurrent.futures import ThreadPoolExecutor as T\nwith T(8) as t: result = sum(t.map(lambda x: x * x, range(10)))',
      285,
    ],
    ['sqlite', 'import sqlite3\nsqlite3.connect("a.db").execute("select 1 + 1").fetchone()[0]', 2],
    [
      'dataclasses',
      'from __future__ import annotations\nfrom dataclasses import dataclass\n@dataclass\nclass A:\n  x: int\nA(1).x',
      1,
    ],
    [
      'temporary files',
      'import tempfile\nwith tempfile.TemporaryFile() as f: result = f.write(b"abc")',
      3,
    ],
  ])('%s', async (_, code, expected) => {
    expect(await box.plain(code)).toEqual(expected)
  })
})

describe('failing scripts', () => {
  test('a traceback shows the script only, with its lines', async () => {
    const failure = await box.failure(
      'import pandas as pd\n\ndef f():\n    pd.DataFrame().loc["no"]\nf()',
    )
    if (failure.kind !== 'error') throw new Error(JSON.stringify(failure))
    expect([failure.type, failure.line]).toEqual(['KeyError', 4])
    expect(failure.traceback).toContain('File "script.py", line 5, in <module>\n    f()')
    expect(failure.traceback).not.toMatch(/pandas\/|cordon_guest/)
  })

  test.each<[string, object]>([
    ['1 +', { kind: 'error', type: 'SyntaxError', line: 1 }],
    ['raise SystemExit(3)', { kind: 'error', type: 'SystemExit' }],
    [
      'class E(Exception):\n  def __str__(self): raise ValueError\nraise E',
      { kind: 'error', type: 'E', message: '' },
    ],
    ['raise ValueError("x" * 10**6)', { kind: 'error', message: 'x'.repeat(4096) }],
    ['def f(): f()\nf()', { kind: 'error', type: 'RecursionError', line: 1 }],
    [
      'import ctypes\nctypes.string_at(0)',
      { kind: 'crashed', message: expect.stringContaining('segmentation fault') },
    ],
    ['import os\nos._exit(0)', { kind: 'crashed' }],
    ['import os\nos.abort()', { kind: 'crashed' }],
  ])('%j', async (code, expected) => {
    expect(await box.failure(code)).toMatchObject(expected)
  })

  test('what was printed before comes along', async () => {
    const end = await box.report('import sys\nprint("a")\nprint("b", file=sys.stderr)\n1 / 0')
    expect(end).toMatchObject({
      stdout: 'a\n',
      stderr: 'b\n',
      failure: { type: 'ZeroDivisionError', line: 4 },
    })
  })
})
