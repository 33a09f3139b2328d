import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestSandbox, type TestSandbox } from '../../../../test/sandbox/fixture.ts'
import type { Manifest } from '../../port.ts'

let box: TestSandbox
beforeAll(async () => {
  box = await openTestSandbox()
})
afterAll(() => box.sandbox.close())

const nothing: Manifest = {
  imports: [],
  files: [],
  hosts: [],
  processes: [],
  hasDynamicCode: false,
}
const anything: Manifest = {
  ...{ imports: 'unknown', files: 'unknown', hosts: 'unknown', processes: 'unknown' },
  hasDynamicCode: true,
}

async function eventsOf(code: string, allowed?: Manifest) {
  const { events } = await box.report(code, allowed && { allowed })
  return events.list.map(({ kind, name, isBlocked }) => [kind, name, isBlocked])
}

describe('what a script does is written down', () => {
  test.each<[string, [string, string, boolean][]]>([
    [
      'import json, xml.dom.minidom',
      [
        ['import', 'json', false],
        ['import', 'xml.dom.minidom', false],
      ],
    ],
    ['from os import path', [['import', 'os', false]]],
    ['m = __import__("wave")', [['import', 'wave', false]]],
    [
      'import importlib\nimportlib.import_module("wave")',
      [
        ['import', 'importlib', false],
        ['import', 'wave', false],
      ],
    ],
    ['open("a.txt", "w").write("x")', [['file', 'a.txt', false]]],
    [
      'import pathlib\npathlib.Path("b").write_text("x")',
      [
        ['import', 'pathlib', false],
        ['file', 'b', false],
      ],
    ],
    [
      'import pandas as pd\npd.DataFrame().to_csv("c.csv")',
      [
        ['import', 'pandas', false],
        ['file', 'c.csv', false],
      ],
    ],
    ['try: open("/etc/passwd")\nexcept OSError: pass', [['file', '/etc/passwd', false]]],
    [
      'eval("1 + 1")',
      [
        ['dynamic-code', 'compile', false],
        ['dynamic-code', 'exec', false],
      ],
    ],
    [
      'import socket\ntry: socket.getaddrinfo("a.example", 80)\nexcept OSError: pass',
      [
        ['import', 'socket', false],
        ['network', 'a.example', true],
      ],
    ],
    [
      'import subprocess\nsubprocess.run(["curl", "x"])',
      [
        ['import', 'subprocess', false],
        ['program', 'curl', true],
      ],
    ],
    [
      'import ctypes\nctypes.CDLL(None)',
      [
        ['import', 'ctypes', false],
        ['native-code', 'None', false],
      ],
    ],
  ])('%j', async (code, expected) => {
    expect(await eventsOf(code)).toEqual(expect.arrayContaining(expected))
    expect(await eventsOf(code, anything)).toEqual(await eventsOf(code))
  })

  test.each([
    ['import datetime\ndatetime.datetime.strptime("2024", "%Y")', 'datetime'],
    ['from dataclasses import dataclass\n@dataclass\nclass A:\n  x: int\nA(1).x', 'dataclasses'],
    ['from collections import namedtuple\nnamedtuple("A", "x")(1)', 'collections'],
    ['import pandas as pd\npd.DataFrame({"a": [1]}).query("a > 0").to_string()', 'pandas'],
    ['import matplotlib.pyplot as plt\nplt.plot([1])', 'matplotlib.pyplot'],
  ])(
    'what libraries do of themselves is not the script, and never stopped: %j',
    async (code, name) => {
      const top = name.split('.')[0] ?? ''
      const allowed = { ...nothing, imports: [top] }
      expect(await eventsOf(code, allowed)).toEqual([['import', name, false]])
      expect((await box.report(code, { allowed })).status).toBe('completed')
    },
  )

  test('often is counted, and no more than a hundred are kept', async () => {
    const report = await box.report('for n in range(300): open(f"f{n % 150}", "w").close()')
    expect(report.events.list).toHaveLength(100)
    expect(report.events.list[0]).toMatchObject({ kind: 'file', name: 'f0', count: 2 })
    expect(report.events.dropped).toBe(100)
    const long = await box.report('try: open("x" * 5000)\nexcept OSError: pass')
    expect(long.events.list[0]?.name).toHaveLength(200)
  })

  test('a failing script tells them too', async () => {
    const report = await box.report('import wave\n1 / 0')
    expect(report).toMatchObject({ status: 'failed', events: { list: [{ name: 'wave' }] } })
  })
})

describe('what its manifest rules out is stopped, and said by name', () => {
  test.each<[string, Partial<Manifest>, string]>([
    [
      '\n__import__("wave")',
      {},
      '`import wave` was blocked: the script does not say that it imports this.',
    ],
    ['import importlib\nimportlib.import_module("wave")', {}, '`import wave` was blocked'],
    [
      '\neval("1")',
      {},
      '`compile` was blocked: the script does not say that it makes code at run time.',
    ],
    ['\nexec(compile("1", "x", "exec"))', {}, '`compile` was blocked'],
    [
      '\nopen("/opt/" + "x")',
      { files: ['/opt/y'] },
      '`open` was blocked: the script does not say that it uses this file.',
    ],
    [
      'import socket\nsocket.getaddrinfo("a.example", 80)',
      { hosts: ['b.example'] },
      '`socket.getaddrinfo` was blocked: the script does not name this host.',
    ],
    [
      'import subprocess\nsubprocess.run(["curl"])',
      {},
      '`subprocess.Popen` was blocked: this run has one process.',
    ],
  ])('%j', async (code, allowed, message) => {
    const failure = await box.failure(code, { allowed: { ...nothing, ...allowed } })
    expect(failure).toMatchObject({
      kind: 'blocked',
      message: expect.stringContaining(message),
      line: 2,
    })
    const { events } = await box.report(code, { allowed: { ...nothing, ...allowed } })
    expect(events.list.some(({ isBlocked }) => isBlocked)).toBe(true)
  })

  test('and stays recorded where the script swallows the refusal', async () => {
    const code = 'try: __import__("wave")\nexcept PermissionError: pass\nresult = 1'
    expect(await eventsOf(code, nothing)).toEqual([['import', 'wave', true]])
  })

  test('while what it names, its own import statements and its working folder pass', async () => {
    const code = 'import wave, posixpath\nopen("a", "w").close()\nopen("/tmp/a").read()'
    expect((await box.report(code, { allowed: nothing })).status).toBe('completed')
  })
})

describe('what the kernel refuses is said by name', () => {
  test.each([
    ['import socket\nsocket.socket()', '`socket` was blocked: this run has no network.'],
    ['import os\nos.fork()', '`os.fork` was blocked: this run has one process.'],
    [
      'import os\nos.setpriority(0, 0, -5)',
      '`os.setpriority` was blocked: the kernel filter does not allow it.',
    ],
  ])('%j', async (code, message) => {
    expect(await box.failure(code)).toMatchObject({ kind: 'blocked', message })
  })
})

test.each(['scipy.stats', 'sklearn.linear_model', 'statsmodels.api', 'seaborn', 'plotly.express'])(
  'what %s imports for itself, by code from text too, is not the script’s doing',
  async (name) => {
    const top = name.split('.')[0] ?? name
    const allowed = { ...nothing, imports: [top] }
    // plotly is there where it could be had.
    const code = `try:\n  import ${name}\nexcept ModuleNotFoundError as e:\n  if e.name != 'plotly': raise\nresult = 1`
    expect(await box.plain(code, { allowed })).toBe(1)
  },
)
