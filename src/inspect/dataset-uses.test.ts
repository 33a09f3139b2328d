import { describe, expect, test } from 'vitest'
import { inspectPolicySchema } from './config.ts'
import { createInspector } from './inspect.ts'

const inspect = createInspector(inspectPolicySchema.parse({}))
function usesOf(code: string) {
  const { datasets } = inspect(code, ['bonds', 'loans']).capabilities
  return datasets === 'unknown' ? datasets : datasets.find(({ name }) => name === 'bonds')
}

describe('a table may leave row by row', () => {
  test.each([
    'result = bonds',
    'bonds',
    'x = bonds\nresult = x.sort_values("a")',
    'result = bonds[bonds.a > 3]',
    'result = bonds[["a", "b"]]',
    'result = bonds.head(1000)',
    'n = 5\nresult = bonds.head(n * 1000)',
    'result = bonds.iloc[:-1]',
    'result = bonds.sample(frac=1.0)',
    'result = bonds.to_dict("records")',
    'result = [row for row in bonds.itertuples()]',
    'out = []\nfor _, row in bonds.iterrows():\n    out.append(row)\nresult = out',
    'result = {}\nresult["x"] = bonds',
    'result = []\nresult += bonds["a"].tolist()',
    'def f(d):\n    return d\nresult = f(bonds)',
    'f = lambda d: d\nresult = f(bonds)',
    'class Box: pass\nbox = Box()\nbox.x = bonds\nresult = box.x',
    'def f():\n    yield bonds\nresult = list(f())',
    'result = bonds.groupby("a").agg(list)',
    'result = bonds.groupby("a").apply(lambda g: g)',
    'result = bonds.groupby("a").cumsum()',
    'result = bonds["a"].rolling(3).mean() + bonds["a"]',
    'import pandas as pd\nresult = pd.concat([bonds, bonds])',
    'result = loans.merge(bonds)',
    'result = datasets["bonds"]',
    'result = [v for k, v in datasets.items()]',
    'raise ValueError(bonds.to_csv())',
    'assert False, bonds.to_string()',
    'print(bonds.to_string())',
    'for row in bonds.values:\n    print(row)',
    'import sys\nsys.stdout.write(bonds.to_csv())',
    'match bonds:\n    case x:\n        result = x',
    'if (x := bonds) is not None:\n    result = x',
    'with open("x") as f, bonds as b:\n    result = b',
    'a, b = bonds, 1\nresult = a',
    `result = bonds${' + 1'.repeat(3000)}`,
  ])('%s', (code) => {
    expect(usesOf(code)).toMatchObject({ isExported: true })
  })
})

describe('values over many rows, or a few of them, are no export', () => {
  test.each([
    'result = bonds["a"].mean()',
    'result = len(bonds)',
    'result = bonds.shape',
    'result = bonds.describe()',
    'result = bonds.groupby("s")["a"].mean().reset_index()',
    'result = bonds.groupby("s").agg(m=("a", "mean"), n=("a", lambda a: a.sum() / 2))',
    'result = bonds.groupby("s").agg({"a": ["min", "max"]})',
    'result = bonds.nlargest(5, "a")[["a", "b"]]',
    'result = bonds.sort_values("a").head()',
    'result = bonds.iloc[:20]',
    'result = bonds[bonds["a"] > 3].shape[0]',
    'result = (bonds["a"] > 3).sum()',
    'out = []\nfor k, g in bonds.groupby("s"):\n    out.append({"k": k, "m": g["a"].mean()})\nresult = out',
    'def top(d):\n    return d.head(3)\nresult = top(bonds)',
    'import numpy as np\nresult = float(np.mean(bonds["a"].values))',
    'result = bonds.pivot_table(index="a", values="b")',
    'print(bonds)\nprint(bonds.head())\nresult = 1',
    'import matplotlib.pyplot as plt\nplt.scatter(bonds.a, bonds.b)\nresult = "done"',
    'from sklearn.linear_model import LinearRegression\nm = LinearRegression().fit(bonds[["a"]], bonds["b"])\nresult = {"c": m.coef_[0]}',
  ])('%s', (code) => {
    expect(usesOf(code)).toMatchObject({ isExported: false })
  })
})

describe('columns', () => {
  test.each([
    ['result = bonds["a"].mean() + bonds[["b", "c"]].size', ['a', 'b', 'c']],
    ['recent = bonds[bonds["y"] > 3]\nresult = recent.groupby("s")["p"].mean()', ['p', 's', 'y']],
    ['result = bonds.groupby(["s", "t"]).agg(m=("p", "mean"))', ['p', 's', 't']],
    ['result = len(bonds)', []],
    ['result = bonds.shape[0]', []],
    ['result = bonds[(bonds["y"] > 3) & ~bonds["z"].isin([1])]["p"].sum()', ['p', 'y', 'z']],
    [
      'result = bonds.sort_values(["a", "b"], ascending=[True, False])["c"].iloc[0]',
      ['a', 'b', 'c'],
    ],
  ])('%s names %o', (code, columns) => {
    expect(usesOf(code)).toMatchObject({ columns })
  })

  test.each([
    'result = bonds',
    'result = bonds[name].mean()',
    'result = bonds.a.mean()',
    'f(bonds)',
    'result = bonds.mean()',
    'x = [bonds]\nresult = len(x)',
    'result = datasets["bonds"]["a"]',
    'result = bonds.shape[1]',
    'result = len(bonds.columns)',
    'result = bonds.size',
    'result = list(bonds.dtypes)',
    'result = bonds["a" + "b"].sum()',
    'by = ["b"]\nresult = bonds.sort_values(by)[["a"]].size',
    'n = "b"\nresult = bonds.sample(3, weights=n)[["a"]].size',
    'result = bonds.loc[:, "a":"c"].size',
    'del bonds["a"]\nresult = bonds.size',
  ])('%s leaves the columns unknown, or names them', (code) => {
    const uses = usesOf(code)
    expect(uses).not.toMatchObject({ columns: [] })
  })

  test('a table that is not used is not listed', () => {
    expect(usesOf('result = loans.shape')).toBeUndefined()
  })

  test('names that are looked up at run time leave everything open', () => {
    expect(usesOf('result = globals()["bo" + "nds"]')).toBe('unknown')
  })
})
