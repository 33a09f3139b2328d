import { describe, expect, test } from 'vitest'
import { inspectPolicySchema } from './config.ts'
import { createInspector } from './inspect.ts'

const scan = createInspector(inspectPolicySchema.parse({ persona: 'default' }))

/** Whether `run(…)`, read as `os.system(…)`, gets data of a user. */
function isReached(code: string): boolean {
  const { findings } = scan(
    `import os, sys, shlex, html\nfrom os import system as run\n${code}`,
    [],
  )
  return findings.some(({ rule, flow }) => rule === 'shell-command' && flow !== undefined)
}

describe('outside data is followed through', () => {
  test.each([
    ['a name', 'x = input()\nrun(x)'],
    ['a sum', 'run("ls " + input())'],
    ['an f-string', 'x = input()\nrun(f"ls {x}")'],
    ['format', 'run("ls {}".format(input()))'],
    ['percent', 'run("ls %s" % input())'],
    ['join', 'run(" ".join(["ls", input()]))'],
    ['a method', 'run(input().strip().lower())'],
    ['a list', 'x = ["ls", input()]\nrun(x[1])'],
    ['a dictionary', 'x = {"a": input()}\nrun(x["a"])'],
    ['an item that is assigned', 'x = {}\nx["a"] = input()\nrun(x["a"])'],
    ['append', 'x = []\nx.append(input())\nrun(" ".join(x))'],
    ['a comprehension', 'run(" ".join(a for a in sys.argv))'],
    ['a loop', 'for a in sys.argv:\n    run(a)'],
    ['unpacking', 'a, b = "ls", input()\nrun(b)'],
    ['an addition in place', 'x = "ls "\nx += input()\nrun(x)'],
    ['a condition', 'x = input() if y else "ls"\nrun(x)'],
    ['or', 'run(input() or "ls")'],
    ['a walrus', 'if (x := input()):\n    run(x)'],
    ['with', 'with open(input()) as f:\n    pass\nx = input()\nrun(x)'],
    [
      'an initialiser',
      'class A:\n    def __init__(self, x):\n        self.x = x\n    def go(self):\n        run(self.x)\nA(input()).go()',
    ],
    [
      'a class above',
      'class A:\n    def go(self):\n        run(self.x)\nclass B(A):\n    def __init__(self, x):\n        self.x = x\nB(input()).go()',
    ],
    [
      'a data class',
      'from dataclasses import dataclass\n@dataclass\nclass A:\n    x: str\nrun(A(input()).x)',
    ],
    ['a class variable', 'class A:\n    x = input()\nrun(A.x)'],
    [
      'a thread',
      'import threading\ndef go(x):\n    run(x)\nthreading.Thread(target=go, args=(input(),)).start()',
    ],
    ['a pool', 'def go(x):\n    run(x)\npool.submit(go, input())'],
    [
      'a partial function',
      'from functools import partial\ndef go(x):\n    run(x)\npartial(go, input())()',
    ],
    ['further arguments', 'def go(*x, **y):\n    run(x[0])\ngo(input())'],
    ['named arguments', 'def go(**x):\n    run(x["a"])\ngo(a=input())'],
    ['a generator', 'def make(x):\n    yield x\nfor x in make(input()):\n    run(x)'],
    ['an object', 'class A: pass\na = A()\na.x = input()\nrun(a.x)'],
    [
      'self',
      'class A:\n    def __init__(self):\n        self.x = input()\n    def go(self):\n        run(self.x)',
    ],
    ['a function that gives it back', 'def f(x):\n    return x.strip()\nrun(f(input()))'],
    ['a function that takes it', 'def f(x):\n    run(x)\nf(input())'],
    ['two functions', 'def f(x):\n    g("ls " + x)\ndef g(y):\n    run(y)\nf(input())'],
    ['a method that takes it', 'class A:\n    def f(self, x):\n        run(x)\nA().f(input())'],
    ['a keyword', 'def f(a, b="x"):\n    run(b)\nf(1, b=input())'],
    ['a source in a function', 'def f():\n    return input()\nrun(f())'],
    ['a global', 'def f():\n    global x\n    x = input()\nf()\nrun(x)'],
    ['a closure', 'def f():\n    x = input()\n    def g():\n        run(x)\n    g()'],
    ['a lambda', 'f = lambda x: "ls " + x\nrun(f(input()))'],
    ['await', 'async def f():\n    run(await g(input()))'],
    ['a branch', 'x = "ls"\nif y:\n    x = input()\nrun(x)'],
    [
      'a route',
      'from flask import Flask\napp = Flask(__name__)\n@app.route("/<x>")\ndef f(x):\n    run(x)',
    ],
    ['an unknown function', 'run(clean(input()))'],
    ['a long sum', `run(${'"a" + '.repeat(3_000)}input())`],
  ])('%s', (_, code) => {
    expect(isReached(code)).toBe(true)
  })
})

describe('outside data does not get through', () => {
  test.each([
    ['a number', 'run(f"ls {int(input())}")'],
    ['quoting', 'run("ls " + shlex.quote(input()))'],
    ['quoting in a function', 'def q(x):\n    return shlex.quote(x)\nrun("ls " + q(input()))'],
    ['quoting before a function', 'def f(x):\n    run(x)\nf(shlex.quote(input()))'],
    ['another name', 'x = input()\nx = "ls"\nrun(x)'],
    ['another item', 'x = {}\nx["a"] = input()\nx["b"] = "ls"\nrun(x["b"])'],
    ['a comparison', 'run("ls" if input() == "y" else "cat")'],
    ['another call of the function', 'def f(x):\n    return x\ny = f(input())\nrun(f(z))'],
    ['a shadowed source', 'def input():\n    return "ls"\nrun(input() + x)'],
    ['a later assignment', 'run(x)\nx = input()'],
    ['escaping for something else only', 'run(str(len(html.escape(input()))))'],
  ])('%s', (_, code) => {
    expect(isReached(code)).toBe(false)
  })

  test('escaping for another kind of sink is none', () => {
    expect(isReached('run(html.escape(input()))')).toBe(true)
  })
})

test('a flow is told step by step', () => {
  const code = `import os

def ask():
    answer = input()
    return answer.strip()

def run(command):
    line = "ls " + command
    os.system(line)

run(ask())
`
  const { findings, text } = scan(code, [])
  const steps = findings[0]?.flow?.map(({ span, message }) => [
    span.line,
    text.slice(span.start, span.end),
    message,
  ])
  expect(steps).toMatchInlineSnapshot(`
    [
      [
        4,
        "input()",
        "what a user types (\`input\`) comes in",
      ],
      [
        4,
        "input()",
        "it is kept as \`answer\`",
      ],
      [
        11,
        "ask()",
        "\`ask\` gives it back",
      ],
      [
        11,
        "run(ask())",
        "it is passed to \`run\`",
      ],
      [
        8,
        ""ls " + command",
        "it is kept as \`line\`",
      ],
      [
        9,
        "os.system(line)",
        "it reaches \`os.system\`",
      ],
    ]
  `)
})

test('a function that calls itself, and two that call each other, end', () => {
  const code = `import os
def f(x):
    os.system(x)
    return g(f(x + "a"))
def g(x):
    return f(g(x))
f(g(input()))
`
  expect(scan(code, []).findings.map(({ rule }) => rule)).toContain('shell-command')
})
