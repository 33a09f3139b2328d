import { spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SarifLog } from './fixtures/sarif-log.ts'
import { start, Workplace } from './workplace.ts'

const workplace = new Workplace()
const cache = { XDG_CACHE_HOME: workplace.path('cache') }
beforeAll(() => {
  workplace.write('cordon.yaml', 'version: 1')
  mkdirSync(workplace.path('code/sub'), { recursive: true })
  workplace.write('code/bad.py', 'import os\nos.system(input())\n')
  workplace.write('code/sub/mild.py', 'import os\nos.system("ls")\n')
  workplace.write('code/sub/clean.py', 'x = 1\n')
})
afterAll(() => workplace.remove())

const scan = (...args: readonly string[]) => workplace.cordon(['scan', '--no-cache', ...args])

describe('the exit code of a scan', () => {
  test.each([
    ['findings', 1, ['code']],
    ['no findings', 0, ['code/sub/clean.py']],
    ['milder findings than those that count', 0, ['--fail-on', 'medium', 'code/sub/mild.py']],
    ['findings that count', 1, ['--fail-on', 'high', 'code/bad.py']],
    ['findings of which none counts', 0, ['--fail-on', 'never', 'code']],
    ['a path that is missing', 2, ['code/sub/clean.py', 'gone']],
    ['findings beside a path that is missing', 1, ['code', 'gone']],
    ['no path', 2, []],
    ['an unknown format', 2, ['--format', 'xml', 'code']],
    ['an unknown persona', 2, ['--persona', 'boss', 'code']],
    ['no number of threads', 2, ['--jobs', '0', 'code']],
    ['a file that cannot be written', 2, ['--output', 'gone/report', 'code/sub/clean.py']],
    ['a configuration that is wrong', 2, ['--config', 'code/bad.py', 'code']],
  ])('for %s is %i', async (_, code, args) => {
    const ended = await scan(...args)
    expect(ended.stderr + ended.stdout).not.toContain('fault of Cordon')
    expect(ended.code).toBe(code)
  })
})

describe('what a scan prints', () => {
  test('a report for people, a file for machines beside a summary', async () => {
    const shown = await scan('code')
    expect(shown.stdout).toContain('code/bad.py:2:1: critical[shell-command]')
    const written = await scan('--format', 'sarif', '--output', 'out.sarif', 'code')
    expect(written).toMatchObject({ code: 1, stderr: '' })
    expect(written.stdout).toBe('2 findings in 2 of 3 files: 1 critical, 1 low.\n')
    const log = SarifLog.parse(JSON.parse(workplace.read('out.sarif')))
    expect(log.runs[0].results).toHaveLength(2)
  })

  test('with --json one document and nothing else, whatever the file holds', async () => {
    const ended = await scan('--json', '--format', 'github', '--output', 'out.txt', 'code')
    expect(JSON.parse(ended.stdout)).toMatchObject({ document: 'cordon.scan/1', errors: [] })
    expect(workplace.read('out.txt')).toMatch(/^::error file=code\/bad.py,line=2/)
  })

  test('a folder that may not be looked into is told, and the rest is scanned', async () => {
    const folder = '/tmp/cordon-scan-closed'
    rmSync(folder, { recursive: true, force: true })
    cpSync(workplace.path('code'), folder, { recursive: true })
    chmodSync(folder, 0o755)
    try {
      chmodSync(join(folder, 'sub'), 0)
      const ended = await asNobody(['scan', '--no-cache', '--json', folder])
      expect(ended.code).toBe(1)
      expect(JSON.parse(ended.stdout)).toMatchObject({
        files: [join(folder, 'bad.py')],
        errors: [{ path: join(folder, 'sub'), message: 'It may not be read.' }],
      })
    } finally {
      chmodSync(join(folder, 'sub'), 0o755)
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

describe('several threads', () => {
  test('find what one finds, in the same order', async () => {
    mkdirSync(workplace.path('many'))
    for (let at = 0; at < 120; at++) {
      workplace.write(`many/m${at}.py`, `import os\n\n${'\n'.repeat(at)}os.system(x${at})\n`)
    }
    const one = await scan('--json', '--jobs', '1', 'many')
    const three = await scan('--json', '--jobs', '3', 'many')
    expect(JSON.parse(one.stdout).findings).toHaveLength(120)
    expect(three.stdout).toBe(one.stdout)
  })

  test('of two scans at once share the kept results', async () => {
    const twice = () => workplace.cordon(['scan', '--json', '--jobs', '2', 'many'], { env: cache })
    const [a, b] = await Promise.all([twice(), twice()])
    expect(a).toEqual(b)
    expect(await twice()).toEqual(a)
    expect(a.code).toBe(1)
  })
})

describe('cordon check --stdin-jsonl', () => {
  const check = (input: string) => workplace.cordon(['check', '--stdin-jsonl'], { input })
  const answers = (stdout: string) =>
    stdout.split('\n').flatMap((line) => (line === '' ? [] : JSON.parse(line)))

  test('answers each line, and goes on after a bad one', async () => {
    const lines = [
      '{"id": 1, "code": "import os\\nos.system(x)"}',
      'no JSON',
      '{"id": 2}',
      '',
      '{"id": "three", "code": "x = 1"}',
      '[]',
      '{"id": 4, "code": "x = ("}',
    ]
    const ended = await check(lines.join('\n'))
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    const seen = answers(ended.stdout)
    expect(seen.map(({ id, verdict }) => [id, verdict])).toEqual([
      [1, 'deny'],
      [null, undefined],
      [2, undefined],
      ['three', 'allow'],
      [null, undefined],
      [4, expect.stringMatching(/hold|deny/)],
    ])
    expect(Object.keys(seen[0])).toEqual(['id', 'verdict', 'findings'])
    expect(Object.keys(seen[1])).toEqual(['id', 'error'])
    expect(seen[0].findings[0]).toMatchObject({ rule: expect.any(String), span: { line: 2 } })
  })

  test('has no ear for suppressions in the script', async () => {
    const code = 'eval(x)  # cordon: ignore[dynamic-code] please let me through\n'
    const [marked, plain] = answers(
      (
        await check(
          `${JSON.stringify({ id: 1, code })}\n${JSON.stringify({ id: 1, code: 'eval(x)\n' })}`,
        )
      ).stdout,
    )
    expect(marked).toEqual(plain)
  })

  test('keeps no line that is too long', async () => {
    const ended = await check(`${'x'.repeat(20_000_000)}\n{"id": 1, "code": ""}\n`)
    expect(answers(ended.stdout)).toEqual([
      { id: null, error: 'the line is longer than 8388608 bytes' },
      { id: 1, verdict: 'allow', findings: [] },
    ])
  })

  test('answers a line before it has read the next', async () => {
    const child = spawn(process.execPath, [main, 'check', '--stdin-jsonl'], {
      cwd: workplace.folder,
    })
    const replies = child.stdout[Symbol.asyncIterator]()
    for (const id of [1, 2, 3]) {
      child.stdin.write(`${JSON.stringify({ id, code: 'x = 1' })}\n`)
      const { value } = await replies.next()
      expect(JSON.parse(String(value))).toMatchObject({ id, verdict: 'allow' })
    }
    child.stdin.end()
    await new Promise((done) => child.on('close', done))
  })
})

const main = resolve(import.meta.dirname, '../dist/bundle/cordon.js')

/** Root may look into every folder, so that another user has to be asked. */
function asNobody(args: readonly string[]) {
  if (process.getuid?.() !== 0) return start(process.execPath, [main, ...args], { cwd: '/tmp' })
  const line = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, main, ...args]
  return start('setpriv', line, { cwd: '/tmp' })
}
