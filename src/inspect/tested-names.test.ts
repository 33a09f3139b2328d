import { expect, test } from 'vitest'
import { defaultInspectPolicy } from './config.ts'
import { createInspector } from './inspect.ts'

const inspector = createInspector(defaultInspectPolicy())
const start = 'from flask import redirect, request\n\n\ndef view():\n    x = request.args["x"]\n'
const use = '    return redirect(x)\n'

test.each([
  ['', true],
  ['    if x not in {"a", "b"}:\n        raise ValueError(x)\n', false],
  ['    validate(x)\n', false],
  ['    if x not in {"a"}:\n        raise ValueError(x)\n    x = x.strip()\n', false],
  ['    x in {"a"}\n', true],
  ['    if x in {"a"}:\n        pass\n    x = request.args["y"]\n', true],
])('a test %j leaves the redirect reported: %s', (code, isReported) => {
  const rules = inspector(`${start}${code}${use}`, []).findings.map(({ rule }) => rule)
  expect(rules.some((rule) => rule === 'open-redirect')).toBe(isReported)
})
