import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Workplace } from '../workplace.ts'
import { serverAuthority, startServer, type TestServer } from './fixture.ts'

const secret = 'hunter2-hunter2'
let server: TestServer
let place: Workplace

beforeAll(async () => {
  server = await startServer(({ url, headers }, answer) => {
    answer.end(url === '/v1/echo' ? `${headers.authorization}` : 'price\n101.5\n')
  }, 'localhost')
  place = new Workplace()
  writeFileSync(place.path('server-ca.pem'), serverAuthority.certificate)
  writeFileSync(place.path('api.secret'), `${secret}\n`, { mode: 0o600 })
  place.configure(
    (text) => `${text}
egress:
  authorities: [{ file: server-ca.pem }]
  credentials:
    prices: { prefix: "Bearer ", secret: { file: api.secret } }
  allow:
    - host: localhost
      ports: [${server.port}]
      paths: [/v1/]
      addresses: [127.0.0.1, '::1']
      credential: prices
`,
  )
})
afterAll(() => {
  server.close()
  place.remove()
})

const url = (path: string) => `https://localhost:${server.port}${path}`
const receiptOf = (document: unknown) => {
  const { receipt } = document as { receipt: { payload: string } }
  return JSON.parse(Buffer.from(receipt.payload, 'base64').toString()).predicate
}

describe('a run that the policy lets out', () => {
  test('reads from the host that it names, and the receipt tells every request', async () => {
    const { document, stderr } = await place.run(
      `import pandas as pd\nfloat(pd.read_csv("${url('/v1/prices.csv')}")["price"].sum())`,
    )
    expect(document, stderr).toMatchObject({
      status: 'answered',
      answer: { value: { value: 101.5 } },
    })
    expect(server.seen.at(-1)?.headers.authorization).toBe(`Bearer ${secret}`)
    const receipt = receiptOf(document)
    expect(receipt.controls).toContain('egress-gateway')
    expect(receipt.egress).toMatchObject({
      ...{ allowed: 1, denied: 0 },
      requests: [{ decision: 'allowed', method: 'GET', host: 'localhost', status: 200 }],
    })
  })

  test('never sees the secret that its requests carry', async () => {
    const { document } = await place.run(
      `import urllib.request\nurllib.request.urlopen("${url('/v1/echo')}").read().decode()`,
    )
    expect(document).toMatchObject({
      status: 'answered',
      answer: { value: { value: `Bearer ${'*'.repeat(secret.length)}` } },
    })
    expect(JSON.stringify(document)).not.toContain(secret)
  })

  test('is denied before it runs where the code names what the policy does not allow', async () => {
    const before = server.seen.length
    const { document } = await place.run(
      `import pandas as pd\npd.read_csv("${url('/v2')}")["price"].sum()`,
    )
    expect(document).toMatchObject({
      status: 'refused',
      decision: {
        verdict: 'deny',
        reasons: expect.arrayContaining([expect.stringContaining('allows no such path')]),
      },
    })
    expect(server.seen).toHaveLength(before)
  })

  test('has no network where it needs none', async () => {
    const { document } = await place.run('len(bonds)')
    const receipt = receiptOf(document)
    expect(receipt.controls).toContain('no-network')
    expect(receipt).not.toHaveProperty('egress')
  })
})
