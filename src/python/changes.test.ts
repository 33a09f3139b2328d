import { describe, expect, test } from 'vitest'
import { Meaning } from './meaning.ts'
import { parseModule } from './parse.ts'

/** What the argument of the last `show(…)` may be, with `?` for what is not known. */
function shown(code: string): string[] {
  const meaning = new Meaning(parseModule(code).module)
  const call = meaning.bindings.calls.get('show')?.at(-1)
  const argument = call?.node.args[0]
  if (call === undefined || argument === undefined) throw new Error('nothing is shown')
  const { site } = call
  return meaning.values(argument, site).map((value) => (value.kind === 'text' ? value.text : '?'))
}

const made = 'names = ["mean"]\n'

describe('what may have been changed is not taken for what it was', () => {
  test.each([
    'names.append("evil")',
    'names.insert(0, "evil")',
    'put = names.insert\nput(0, "evil")',
    'names.__setitem__(0, "evil")',
    'list.insert(names, 0, "evil")',
    'del names[0]',
    'names[:] = ["evil"]',
    'import operator\noperator.setitem(names, 0, "evil")',
    'from random import shuffle as mix\nmix(names)',
    'other = names\nother[0] = "evil"',
    'other = third = names\nthird.append("evil")',
    'other = names or []\nother[0] = "evil"',
    'if (other := names):\n    other[0] = "evil"',
    'class A: pass\nA.x = names\nA.x[0] = "evil"',
    'def f(xs):\n    xs[0] = "evil"\nf(names)',
    'def f(xs):\n    xs[0] = "evil"\nf(xs=names)',
    'def f(xs):\n    g(xs)\ndef g(ys):\n    ys.append("evil")\nf(names)',
    'class A:\n    def f(self, xs):\n        xs[0] = "evil"\nA().f(names)',
    'def f():\n    names[0] = "evil"\nf()',
    '(lambda xs: xs.insert(0, "evil"))(names)',
    'f = lambda xs: xs.insert(0, "evil")\nf(names)',
    'for x in [names]:\n    x[0] = "evil"',
    'for x in [names]:\n    x.append("evil")',
    'd = {"a": names}\nd["a"][0] = "evil"',
    'def f():\n    return names\nf()[0] = "evil"',
  ])('%j', (change) => {
    expect(shown(`${made}${change}\nshow(names[0])`)).toContain('?')
  })

  test('in an attribute', () => {
    const code = 'class A:\n    names = ["mean"]\nA.names[0] = "evil"\nshow(A.names[0])'
    expect(shown(code)).toContain('?')
  })

  test('in a default', () => {
    const code = 'def f(names=["mean"]):\n    names.insert(0, "evil")\n    show(names[0])\nf()'
    expect(shown(code)).toContain('?')
  })
})

describe('what is only read stays what it is', () => {
  test.each([
    'print(names, len(names), sorted(names))',
    'for name in names:\n    print(name)',
    'other = names\nprint(other[0])',
    'def f(xs):\n    return [x for x in xs]\nf(names)',
    'others = []\nothers.append("evil")',
    'groups = {"a": names}\nprint(groups["a"][0])',
    'import pandas as pd\npd.DataFrame(columns=names)',
  ])('%j', (use) => {
    expect(shown(`${made}${use}\nshow(names[0])`)).toEqual(['mean'])
  })

  test('also where a plain item is assigned in sight, which is known too', () => {
    expect(shown(`${made}names[0] = "other"\nshow(names[0])`).toSorted()).toEqual(['mean', 'other'])
  })
})
