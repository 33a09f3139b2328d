import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { buildCordon } from './sandbox/other-process.ts'

const bundle = join(import.meta.dirname, '../dist/bundle')

beforeAll(buildCordon)

test('V8 takes the code that was kept of the command line', () => {
  // With every `Script` it tells whether its code was taken; the command line itself starts as it always does.
  const told = `const vm = require('node:vm')
const { Script } = vm
vm.Script = class extends Script {
  constructor(...given) {
    super(...given)
    process.stderr.write(\`rejected: \${this.cachedDataRejected}\`)
  }
}
require('node:module').syncBuiltinESMExports()
import(${JSON.stringify(join(bundle, 'cordon.js'))})`
  const { stderr } = spawnSync(process.execPath, ['--eval', told, '', '--version'], {
    encoding: 'utf8',
  })
  expect(stderr).toContain('rejected: false')
})

test('a check loads no part of Node that it has no use for', () => {
  const told = 'process.on("exit", () => process.stderr.write(process.moduleLoadList.join(" ")))'
  const { stderr } = spawnSync(
    process.execPath,
    ['--eval', `${told}; require(${JSON.stringify(join(bundle, 'cordon.js'))})`, '', 'check', '-'],
    { input: 'print(1)\n', encoding: 'utf8' },
  )
  expect(stderr).toContain('NativeModule crypto')
  for (const part of ['child_process', 'dns', 'http', 'tls', 'worker_threads', 'zlib']) {
    expect(stderr).not.toMatch(new RegExp(`NativeModule ${part}( |$)`))
  }
})

test.each([
  ['is missing', (cache: string) => rmSync(cache)],
  ['is of another V8', (cache: string) => writeFileSync(cache, Buffer.alloc(4096, 1))],
])('the command line starts where the kept code %s', (_, spoil) => {
  const copy = mkdtempSync(join(tmpdir(), 'cordon-start-'))
  cpSync(bundle, copy, { recursive: true })
  spoil(join(copy, 'main.js.cache'))
  const { status, stdout } = spawnSync(process.execPath, [join(copy, 'cordon.js'), 'check', '-'], {
    input: 'import os\nos.system("id")\n',
    encoding: 'utf8',
  })
  expect(stdout).toContain('process-started')
  expect(status).toBe(1)
  rmSync(copy, { recursive: true })
})
