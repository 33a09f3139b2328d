import { expect, test } from 'vitest'
import { startCpuTime } from '../../test/cpu-time.ts'
import { Meaning } from '../python/meaning.ts'
import type { Expression } from '../python/nodes.ts'
import { parseModule } from '../python/parse.ts'
import { partialText, unknownPart } from './command-line.ts'
import { defaultInspectPolicy } from './config.ts'
import { type Context, contextOf } from './context.ts'
import { isComposed, isUntrusted } from './origin.ts'

/** The last expression statement of a script, with what a rule gets to see. */
function last(text: string): { node: Expression; context: Context } {
  const parsed = parseModule(text)
  const statement = parsed.module.body.at(-1)
  if (statement?.kind !== 'Expr') throw new Error('no expression')
  const meaning = new Meaning(parsed.module)
  return {
    node: statement.value,
    context: contextOf({
      ...parsed,
      text,
      meaning,
      policy: defaultInspectPolicy(),
    }),
  }
}

test.each([
  ['x = input()\ny = f"a{x}"\ny', true],
  ['import sys\nsys.argv[1].strip()', true],
  ['from flask import request as r\nr.args["a"]', true],
  ['int(input())', false],
  ['x = "a"\nx', false],
  ['import shlex\nshlex.quote(input())', false],
  ['unknown(1)', false],
])('%s is untrusted: %s', (text, expected) => {
  const { node, context } = last(text)
  expect(isUntrusted(node, context.meaning.bindings.root, context, 'shell')).toBe(expected)
})

test.each([
  ['"a" + unknown', true],
  ['x = "a%s" % unknown\nx', true],
  ['"a" + "b"', false],
  ['unknown + 1', false],
  ['unknown', false],
])('%s is put together of text: %s', (text, expected) => {
  const { node, context } = last(text)
  expect(isComposed(node, context.meaning.bindings.root, context)).toBe(expected)
})

test.each([
  ['f"rm {x}"', `rm ${unknownPart}`],
  ['"rm " + x + " y"', `rm ${unknownPart} y`],
  ['c = "rm {}".format(x)\nc', `rm ${unknownPart}`],
  ['import sys\nsys.executable', 'python'],
])('the text of %s is known in part', (text, expected) => {
  const { node, context } = last(text)
  expect(partialText(node, context.meaning.bindings.root, context)).toBe(expected)
})

test('names that are chained a thousandfold are followed in bounded time', () => {
  const lines = Array.from({ length: 60 }, (_, i) => `x${i + 1} = f"${`{x${i}}`.repeat(100)}"`)
  const { node, context } = last(`${lines.join('\n')}\nx60`)
  const cpuMs = startCpuTime()
  isUntrusted(node, context.meaning.bindings.root, context)
  isComposed(node, context.meaning.bindings.root, context)
  partialText(node, context.meaning.bindings.root, context)
  expect(cpuMs()).toBeLessThan(2000)
})
