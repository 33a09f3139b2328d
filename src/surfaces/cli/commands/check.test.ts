import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { runCommandLine } from '../../../../test/command-line.ts'
import type { Environment } from '../../config.ts'

const environment: Environment = {
  isRoot: false,
  cacheDir: '/nonexistent/cache',
  stateDir: '/nonexistent/state',
  runDir: '/nonexistent/run',
  scriptTimeout: undefined,
  wantsColor: false,
  variables: {},
}
const folder = mkdtempSync(join(tmpdir(), 'cordon-check-'))
afterAll(() => rmSync(folder, { recursive: true }))

function policyFile(text: string): string {
  const path = join(folder, 'policy.yaml')
  writeFileSync(path, text)
  return path
}

const configuration = new URL('../../../../examples/bonds/cordon.yaml', import.meta.url).pathname

const check = (input: string, ...args: string[]) =>
  runCommandLine(['check', '--config', configuration, ...args], { input, environment })

describe('a security policy of one’s own', () => {
  const text = 'patterns:\n  - { name: no-tests, pattern: "\\\\btest_", severity: critical }\n'

  test('decides too', async () => {
    const policy = policyFile(text)
    expect((await check('test_x = 1', '-')).code).toBe(0)
    const { code, out } = await check('test_x = 1', '--json', '--policy', policy, '-')
    expect(code).toBe(1)
    expect(JSON.parse(out).findings).toMatchObject([{ rule: 'pattern/no-tests' }])
  })

  test('decides on each line of a stream', async () => {
    const lines = '{"id": 1, "code": "test_x = 1"}\n{"id": 2, "code": "x = 1"}\n'
    const { out } = await check(lines, '--stdin-jsonl', '--policy', policyFile(text))
    const verdicts = out.trim().split('\n')
    expect(verdicts.map((line) => JSON.parse(line).verdict)).toEqual(['deny', 'allow'])
  })

  test('that is broken is refused with the place of the fault', async () => {
    const policy = policyFile('patterns:\n  - name: x\n    pattern: "("\n')
    const { code, err } = await check('x = 1', '--policy', policy, '-')
    expect(code).toBe(2)
    expect(err).toContain('patterns -> 0 -> pattern: is no regular expression of RE2')
    expect(err).toContain('(line 3)')
  })
})
