import { expect, test } from 'vitest'
import { inspectPolicySchema } from '../inspect/config.ts'
import { createInspector } from '../inspect/inspect.ts'
import type { RunEvent } from '../kernel/events.ts'
import { manifestOf, receiptEvents } from './manifest.ts'

const inspect = createInspector(inspectPolicySchema.parse({}))
const capabilitiesOf = (code: string) => inspect(code, []).capabilities

test('a manifest is what inspection found', () => {
  const code =
    'import os.path\nimport requests\nrequests.get("https://a.example:8443/x")\nopen("a.csv")'
  expect(manifestOf(capabilitiesOf(code))).toEqual({
    imports: ['os', 'requests'],
    files: ['a.csv'],
    hosts: ['a.example'],
    processes: [],
    hasDynamicCode: false,
  })
})

test('code made at run time leaves everything unknown', () => {
  expect(manifestOf(capabilitiesOf('exec(input())'))).toMatchObject({
    ...{ imports: 'unknown', files: 'unknown', hosts: 'unknown', processes: 'unknown' },
    hasDynamicCode: true,
  })
})

test('a receipt names only what the text of the code names', () => {
  const event = (kind: RunEvent['kind'], name: string, isBlocked = false) => ({
    ...{ kind, name, isBlocked },
    count: 2,
  })
  const list = [
    event('import', 'os.path'),
    event('import', 'os.SECRET'),
    event('file', 'salary-of-jane'),
    event('file', 'salary-of-joe'),
    event('file', 'a.csv'),
    event('network', 'secret.example', true),
  ]
  const seen = receiptEvents({ list, dropped: 0 }, capabilitiesOf('import os\nopen("a.csv")'))
  expect(seen).toEqual([
    { kind: 'import', name: 'os', count: 4, isBlocked: false },
    { kind: 'file', name: null, count: 4, isBlocked: false },
    { kind: 'file', name: 'a.csv', count: 2, isBlocked: false },
    { kind: 'network', name: null, count: 2, isBlocked: true },
  ])
})
