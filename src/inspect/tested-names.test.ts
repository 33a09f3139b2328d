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
  ['    if x in BLOCKED:\n        raise ValueError(x)\n', true],
  ['    if x not in {"a"}:\n        print(x)\n', true],
  ['    if x not in {"a"}:\n        x = "/"\n', false],
  ['    if not x or x not in {"a"}:\n        return "no"\n', false],
  ['    if check_password(x):\n        pass\n', true],
  ['    assert x in {"a"}\n', false],
  ['    if request.method != "POST":\n        return "no"\n', true],
  ['    host = urlparse(x).hostname\n    if host not in HOSTS:\n        return "no"\n', false],
  ['    if urlparse(x).netloc:\n        return "no"\n', false],
  ['    if not x.startswith("https://example.com/"):\n        return "no"\n', false],
  ['    if not x.startswith("http"):\n        return "no"\n', true],
  ['    try:\n        pass\n    finally:\n        x in {"a"}\n', true],
])('a test %j leaves the redirect reported: %s', (code, isReported) => {
  const rules = inspector(`${start}${code}${use}`, []).findings.map(({ rule }) => rule)
  expect(rules.some((rule) => rule === 'open-redirect')).toBe(isReported)
})
