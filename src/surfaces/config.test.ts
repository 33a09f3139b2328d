import { describe, expect, test } from 'vitest'
import { exampleConfiguration } from '../api/operations/example-configuration.ts'
import { formatIssue } from '../kernel/issue.ts'
import { type Environment, parseConfiguration } from './config.ts'

const environment: Environment = {
  isRoot: false,
  cacheDir: '/cache',
  stateDir: '/state',
  runDir: '/run',
  scriptTimeout: undefined,
  wantsColor: false,
  variables: {},
}
const read = (text: string) => parseConfiguration(text, { folder: '/project', environment })
const faults = (text: string) => {
  const result = read(text)
  return result.ok ? [] : result.issues.map(formatIssue)
}

describe('parseConfiguration', () => {
  test('the configuration that "cordon init" writes is valid', () => {
    expect(faults(exampleConfiguration)).toEqual([])
  })

  test('a configuration may hold nothing but its version', () => {
    const result = read('version: 1')
    expect(result).toMatchObject({
      ok: true,
      value: {
        stateDir: '/state',
        policy: { limits: { wallMs: 30_000, memoryBytes: 536_870_912 } },
      },
    })
  })

  test('a dataset may name its file, from the folder of the configuration', () => {
    const result = read(
      'version: 1\nroles: { a: {} }\ndatasets:\n  x: { classification: PUBLIC, source: d/x.csv, rows: { a: "true" } }',
    )
    expect(result).toMatchObject({
      ok: true,
      value: { policy: { sources: { x: '/project/d/x.csv' } } },
    })
  })

  test('relative folders start from the file and CPU time follows wall time', () => {
    const result = read('version: 1\nstate: .cordon\nsandbox: { limits: { wall: 5s } }')
    expect(result).toMatchObject({
      ok: true,
      value: { stateDir: '/project/.cordon', policy: { limits: { wallMs: 5000, cpuMs: 5000 } } },
    })
  })

  test.each([
    ['', 'Invalid input'],
    ['version: 2', 'version: must be 1 (line 1)'],
    ['version: 1\nsandbocks: {}', 'sandbocks: is no known setting (line 2)'],
    [
      'version: 1\nsandbox:\n  limits:\n    memory: lots',
      'sandbox -> limits -> memory: write a size such as 512MB or 64k (line 4)',
    ],
    [
      'version: 1\nroles:\n  a:\n    permissions: [x]',
      'roles -> a -> permissions -> 0: "x" is no permission',
    ],
    [
      'version: 1\ndecide:\n  rules:\n    - { when: "1 +", verdict: deny, reason: x }',
      'decide -> rules -> 0 -> when: cannot compile',
    ],
    ['version: 1\nversion: 1', 'is no valid YAML'],
    ['version: 1\n  x: [', 'is no valid YAML'],
  ])('%o is refused, naming path and line', (text, fault) => {
    expect(faults(text)[0]).toContain(fault)
  })

  test('aliases that would fill the memory are refused', () => {
    const levels = Array.from(
      { length: 9 },
      (_, at) => `x${at + 1}: &x${at + 1} [${Array(9).fill(`*x${at}`).join(', ')}]`,
    )
    expect(faults(['x0: &x0 [1]', ...levels].join('\n'))[0]).toContain('alias')
  })
})
