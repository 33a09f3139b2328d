import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Principal } from '../../src/kernel/principal.ts'
import type { Cordon } from '../../src/surfaces/cordon.ts'
import { Workplace } from '../workplace.ts'
import { serverAuthority, startServer, type TestServer } from './fixture.ts'

// The gateway is a process of its own, which starts from what was built.
const { createCordon }: typeof import('../../src/surfaces/cordon.ts') = await import(
  new URL('../../dist/surfaces/cordon.js', import.meta.url).href
)

let server: TestServer
let place: Workplace
let cordon: Cordon
let principal: Principal

beforeAll(async () => {
  server = await startServer((_, answer) => answer.end('price\n101.5\n'), 'localhost')
  place = new Workplace()
  writeFileSync(place.path('server-ca.pem'), serverAuthority.certificate)
  place.configure(
    (text) => `${text}
egress:
  authorities: [{ file: server-ca.pem }]
  allow:
    - host: localhost
      ports: [${server.port}]
      paths: [/v1/]
      addresses: [127.0.0.1, '::1']
`,
  )
  cordon = createCordon({ config: place.path('cordon.yaml') })
  principal = JSON.parse(readFileSync(place.path('analyst.json'), 'utf8'))
})
afterAll(async () => {
  await cordon.close()
  server.close()
  place.remove()
})

const read = () =>
  `import urllib.request\nurllib.request.urlopen("https://localhost:${server.port}/v1/prices.csv").read().decode()`
const receiptOf = ({ receipt }: { readonly receipt: string }) =>
  JSON.parse(Buffer.from(JSON.parse(receipt).payload, 'base64').toString()).predicate

test('scripts of a session that may go out reach what the policy opens, each with its own evidence', async () => {
  const session = await cordon.openSession({ principal, hasEgress: true })
  const before = await session.run('x = 1\nresult = x')
  expect(before).toMatchObject({ status: 'answered' })
  expect(receiptOf(before).egress ?? null).toBeNull()
  for (const _ of [1, 2]) {
    const outcome = await session.run(read())
    expect(outcome).toMatchObject({
      status: 'answered',
      answer: { value: { value: 'price\n101.5\n' } },
    })
    const receipt = receiptOf(outcome)
    expect(receipt.controls).toContain('egress-gateway')
    expect(receipt.controls).not.toContain('no-network')
    expect(receipt.egress).toMatchObject({ allowed: 1, denied: 0 })
  }
  const after = await session.run('result = x + 1')
  expect(after).toMatchObject({ status: 'answered', answer: { value: { value: 2 } } })
  // What it could call of the scripts before it goes out, so its door was open, and nothing used it.
  expect(receiptOf(after).egress).toMatchObject({ allowed: 0, denied: 0 })
  await session.close()
})

test('a session has no network unless it asks for one, and gets none where the policy opens none', async () => {
  const session = await cordon.openSession({ principal })
  const outcome = await session.run(read())
  expect(outcome).toMatchObject({ status: 'failed' })
  expect(receiptOf(outcome).controls).toContain('no-network')
  await session.close()

  const other = new Workplace()
  const closed = createCordon({ config: other.path('cordon.yaml') })
  const asking = await closed.openSession({ principal, hasEgress: true })
  await expect(asking.run('1')).rejects.toMatchObject({ code: 'usage' })
  await closed.close()
  other.remove()
})
