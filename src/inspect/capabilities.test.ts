import { describe, expect, test } from 'vitest'
import type { Capabilities } from '../kernel/capabilities.ts'
import { defaultInspectPolicy } from './config.ts'
import { createInspector } from './inspect.ts'

const inspector = createInspector(defaultInspectPolicy())
const needs = (code: string): Capabilities => inspector(code, ['bonds', 'desks']).capabilities

describe('columns', () => {
  test.each<[string, readonly string[] | 'unknown', boolean]>([
    ['result = bonds["spread"].mean()', ['spread'], false],
    ['result = bonds.spread.mean()', ['spread'], false],
    ['result = bonds.groupby("desk")["spread"].mean()', ['desk', 'spread'], false],
    ['result = bonds[bonds["region"] == "EU"]["spread"].sum()', ['region', 'spread'], false],
    ['result = bonds.groupby("desk").agg({"size": "sum"})', ['desk', 'size'], false],
    ['result = bonds.sort_values(by="spread")["ISIN"].head(3)', ['ISIN', 'spread'], false],
    ['result = len(bonds)', [], false],
    ['result = bonds', 'unknown', true],
    ['bonds', 'unknown', true],
    ['result = bonds[bonds["region"] == "EU"]', 'unknown', true],
    ['result = {"all": bonds.copy()}', 'unknown', true],
    ['result = bonds.head()', 'unknown', false],
    ['result = bonds.head(1_000_000)', 'unknown', true],
    ['result = bonds.describe()', 'unknown', false],
    ['result = bonds[name]', 'unknown', true],
    ['x = ["a"]\nwhile y:\n    x = [x, x]\nresult = bonds[x]', 'unknown', true],
    ['for column in bonds:\n    pass', 'unknown', false],
    ['import numpy as np\nresult = np.mean(bonds)', 'unknown', false],
  ])('%j', (code, columns, isExported) => {
    expect(needs(code).datasets).toEqual([
      { name: 'bonds', columns: expect.anything(), isExported },
    ])
    expect(needs(code).datasets).toMatchObject([{ columns }])
  })

  test('of two datasets that are joined', () => {
    const code = 'x = bonds.merge(desks, on="desk")\nresult = x.groupby("head")["spread"].mean()'
    expect(needs(code).datasets).toMatchObject([{ name: 'bonds' }, { name: 'desks' }])
  })

  test('of a dataset that is not named are none', () => {
    expect(needs('result = 1').datasets).toEqual([])
  })

  test('of all datasets, where one is chosen at run time', () => {
    expect(needs('result = datasets[name]["x"]').datasets).toHaveLength(2)
  })
})

describe('files, hosts and processes', () => {
  test.each<[string, Partial<Capabilities>]>([
    ['open("a.txt")', { filesRead: ['a.txt'], filesWritten: [] }],
    ['open("a.txt", "w")', { filesRead: [], filesWritten: ['a.txt'] }],
    ['open("a.txt", "r+")', { filesRead: ['a.txt'], filesWritten: ['a.txt'] }],
    ['open(file="a.txt", mode=m)', { filesRead: ['a.txt'], filesWritten: ['a.txt'] }],
    ['list(map(open, names))', { filesRead: 'unknown', filesWritten: 'unknown' }],
    ['open(name)', { filesRead: 'unknown', filesWritten: [] }],
    ['open(*args)', { filesRead: 'unknown', filesWritten: 'unknown' }],
    ['import pandas as pd\npd.read_csv("a" + ".csv")', { filesRead: ['a.csv'] }],
    ['bonds.to_csv("a.csv")', { filesWritten: ['a.csv'] }],
    ['bonds.to_csv()', { filesWritten: [] }],
    ['import io\nbonds.to_csv(io.StringIO())', { filesWritten: [] }],
    ['f(x).to_parquet("a.parquet")', { filesWritten: ['a.parquet'] }],
    ['import shutil\nshutil.copy("a", "b")', { filesRead: ['a'], filesWritten: ['b'] }],
    ['import os\nos.remove("a")', { filesWritten: ['a'] }],
    ['from pathlib import Path\nPath("a").write_text("x")', { filesWritten: 'unknown' }],
    [
      'import requests\nrequests.post("https://a.example/in?x=1", data=1)',
      {
        hosts: [{ host: 'a.example', method: 'POST', path: '/in' }],
      },
    ],
    ['import requests\nrequests.get(url)', { hosts: 'unknown' }],
    [
      'import urllib.request\nurllib.request.urlopen("https://a.example/b").read()',
      { hosts: [{ host: 'a.example', method: 'GET', path: '/b' }] },
    ],
    ['import socket\nsocket.create_connection(x)', { hosts: 'unknown' }],
    [
      'import pandas as pd\npd.read_csv("https://a.example/b.csv")',
      {
        hosts: [{ host: 'a.example', method: 'GET', path: '/b.csv' }],
        filesRead: [],
      },
    ],
    ['import subprocess\nsubprocess.run(["ls", "-l"])', { processes: ['ls'] }],
    ['import os\nos.system("ls -l")', { processes: ['ls'] }],
    ['import os\nos.system(x)', { processes: 'unknown' }],
    ['import seaborn as sns\nsns.lineplot(data=bonds, x="a", y="b")', { drawsFigures: true }],
    ['bonds["a"].plot()', { drawsFigures: true }],
    ['x = 1', { drawsFigures: false, hasDynamicCode: false, processes: [], hosts: [] }],
  ])('%j', (code, expected) => {
    expect(needs(code)).toMatchObject(expected)
  })

  test.each([
    'eval(x)',
    'getattr(x, y)',
    '__import__(x)',
    'x.__globals__',
    'import sys\nsys.modules[x]',
    'f = exec',
  ])('%j may need anything', (code) => {
    expect(needs(code)).toMatchObject({
      hasDynamicCode: true,
      imports: 'unknown',
      filesRead: 'unknown',
      filesWritten: 'unknown',
      hosts: 'unknown',
      processes: 'unknown',
      datasets: 'unknown',
    })
  })
})

describe('imports', () => {
  test.each<[string, Capabilities['imports']]>([
    ['import os\nos.path.join("a")', [{ module: 'os', members: ['path.join'] }]],
    ['from os import path, sep', [{ module: 'os', members: ['path', 'sep'] }]],
    ['import numpy as np\nnp.zeros(3).sum()', [{ module: 'numpy', members: ['zeros'] }]],
    [
      'import random\nrandom._os.system',
      [
        { module: 'os', members: ['system'] },
        { module: 'random', members: [] },
      ],
    ],
    ['__import__("json").dumps(1)', [{ module: 'json', members: ['dumps'] }]],
    ['bonds.head()', []],
    ['print(len("a"))', []],
  ])('%j', (code, expected) => {
    expect(needs(code).imports).toEqual(expected)
  })
})
