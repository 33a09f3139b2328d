import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { importSPKI, jwtVerify } from 'jose'
import { afterEach, describe, expect, test } from 'vitest'
import { openTestDoor, serverAuthority, startServer } from '../../test/egress/fixture.ts'
import { makeCertificate } from './certificate.ts'
import { openCredential } from './credentials.ts'
import type { CredentialPlan } from './policy.ts'
import { redactionOf } from './redact.ts'

const secret = 'hunter2-hunter2/+='
const means = (text: string, nowMs = () => Date.now()) => ({
  readSecret: () => text,
  readCertificate: () => text,
  nowMs,
})
const bearer: CredentialPlan = {
  kind: 'header',
  header: 'authorization',
  prefix: 'Bearer ',
  secret: { env: 'X' },
}
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A server that sends back what it is sent, cut in the middle of the secret. */
async function echo() {
  const server = await startServer(({ url, headers }, answer) => {
    const given = headers.authorization ?? ''
    if (url === '/gzip') answer.setHeader('content-encoding', 'gzip')
    answer.setHeader('X-Echo', given)
    answer.setHeader('X-Base64', Buffer.from(secret).toString('base64'))
    const text = `you sent ${given}, ${encodeURIComponent(secret)}, ${headers['accept-encoding']}!`
    answer.write(text.slice(0, 20))
    setTimeout(() => answer.end(text.slice(20)), 10)
  }, 'api.example')
  const credential = await openCredential(bearer, means(secret))
  const host = `api.example:${server.port}`
  const place = { host: 'api.example', ports: [server.port], addresses: ['127.0.0.1'] }
  const door = await openTestDoor({
    egress: {
      allow: [
        { ...place, paths: ['/with', '/gzip'], credential: 'key' },
        { ...place, paths: ['/without'] },
      ],
      credentials: { key: { secret: { env: 'X' } } },
    },
    credentials: new Map([['key', credential]]),
  })
  closing.push(server.close, door.close)
  const ask = (path: string, more = '') =>
    door.secure(host, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${more}\r\n`)
  return { server, door, ask }
}

describe('a secret', () => {
  test('is added to what its rule covers and nothing else', async () => {
    const { server, ask } = await echo()
    await ask('/with')
    await ask('/without')
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${secret}`,
      undefined,
    ])
  })

  test('takes the place of what the code sends', async () => {
    const { server, ask } = await echo()
    await ask('/with', 'AUTHORIZATION: mine\r\nAccept-Encoding: gzip\r\nRange: bytes=3-9\r\n')
    expect(server.seen[0]?.raw.filter((text) => /^authorization$/i.test(text))).toHaveLength(1)
    expect(server.seen[0]?.headers).toMatchObject({
      authorization: `Bearer ${secret}`,
      'accept-encoding': 'identity',
    })
    expect(server.seen[0]?.headers).not.toHaveProperty('range')
  })

  test('does not come back in headers, nor in a body that cuts it in two', async () => {
    const { ask } = await echo()
    const answer = await ask('/with')
    expect(answer).toContain('HTTP/1.1 200')
    expect(answer).toContain(`you sent Bearer ${'*'.repeat(secret.length)}, `)
    expect(answer).toContain('identity!')
    for (const form of [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
    ]) {
      expect(answer).not.toContain(form)
    }
  })

  test('cannot hide in an encoded answer', async () => {
    const { door, ask } = await echo()
    expect(await ask('/gzip')).toContain('HTTP/1.1 502')
    expect(door.evidence().requests.at(-1)).toMatchObject({ reason: 'encoded' })
  })

  test('is not in the evidence', async () => {
    const { door, ask } = await echo()
    await ask(`/with?q=${encodeURIComponent(secret)}`)
    expect(JSON.stringify(door.evidence())).not.toContain('hunter2')
  })

  test.each(['', '   ', 'short', 'two\nlines-of-it', 'ünïcode-secret', 'nul\0-secret-here'])(
    '%j is none',
    async (text) => {
      await expect(openCredential(bearer, means(text))).rejects.toThrow('no header value')
    },
  )

  test('is redacted however a body is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('hunter2', '-', 'hunter2-hunter2', 'x', secret), { maxLength: 8 }),
        fc.array(fc.nat(60), { maxLength: 6 }),
        (parts, cuts) => {
          const text = parts.join('')
          const places = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].sort(
            (a, b) => a - b,
          )
          const body = redactionOf([secret]).body()
          const chunks = places
            .slice(1)
            .map((end, at) => Buffer.from(body.push(Buffer.from(text.slice(places[at], end)))))
          const found = Buffer.concat([...chunks, body.rest()]).toString()
          expect(found).toBe(text.replaceAll(secret, '*'.repeat(secret.length)))
        },
      ),
    )
  })
})

describe('a secret that a server writes back', () => {
  const hidden = 'pa/ss&wo"rd<1>'
  const text = (written: string) => redactionOf([hidden]).text(`<<${written}>>`)

  test.each([
    ['JSON', JSON.stringify({ hidden })],
    ['JSON with slashes escaped', JSON.stringify({ hidden }).replaceAll('/', '\\/')],
    [
      'HTML',
      hidden.replace('&', '&amp;').replace('"', '&quot;').replace('<', '&lt;').replace('>', '&gt;'),
    ],
    ['a URL', encodeURIComponent(hidden)],
    ['a URL in small letters', encodeURIComponent(hidden).toLowerCase()],
    ['hex', Buffer.from(hidden).toString('hex')],
  ])('in %s is blanked', (_, written) => {
    expect(text(written)).toMatch(/\*{12,}/)
    expect(text(written)).not.toMatch(/pa.{0,3}ss|wo.{0,6}rd/)
  })

  test.each(['', 'a', 'ab', 'Bearer ', 'Authorization: Bearer '])(
    'in Base64 behind %j is blanked',
    (before) => {
      const all = Buffer.from(`${before}${hidden} and more`)
      for (const encoding of ['base64', 'base64url'] as const) {
        const read = Buffer.from(text(all.toString(encoding)).slice(2, -2), encoding).toString()
        expect(read).not.toMatch(/ss&wo/)
      }
    },
  )

  test('is blanked in the name of a header, and in a second encoding', async () => {
    const server = await startServer(({ url, headers }, answer) => {
      const given = headers.authorization ?? ''
      if (url === '/name') answer.setHeader(`X-${given.slice(7)}`, '1')
      else answer.setHeader('Content-Encoding', ['identity', 'gzip'])
      answer.end('x')
    }, 'api.example')
    const place = { host: 'api.example', ports: [server.port], addresses: ['127.0.0.1'] }
    const credential = await openCredential(bearer, means('hunter2-hunter2'))
    const door = await openTestDoor({
      egress: {
        allow: [{ ...place, credential: 'key' }],
        credentials: { key: { secret: { env: 'X' } } },
      },
      credentials: new Map([['key', credential]]),
    })
    closing.push(
      () => server.close(),
      () => door.close(),
    )
    const host = `api.example:${server.port}`
    const ask = (path: string) =>
      door.secure(host, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    expect(await ask('/name')).toContain(`X-${'*'.repeat(15)}: 1`)
    expect(await ask('/encoded')).toContain('HTTP/1.1 502')
  })

  test('is blanked decoded where it is Basic authentication', async () => {
    const plan = { ...bearer, prefix: 'Basic ' }
    const credential = await openCredential(
      plan,
      means(Buffer.from('me:correct-horse').toString('base64')),
    )
    if (credential.kind !== 'header') throw new Error('no header')
    const { secrets } = await credential.now()
    expect(redactionOf(secrets).text('me:correct-horse, correct-horse')).toMatch(/^\*+, \*+$/)
  })
})

test('a JWT is RS256, lives five minutes and is made anew before it ends', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const key = await importSPKI(
    publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    'RS256',
  )
  let nowMs = 1_700_000_000_000
  const plan: CredentialPlan = {
    ...{ kind: 'jwt', key: { env: 'X' }, keyId: 'k1', issuer: 'cordon', audience: 'bank' },
    subject: undefined,
  }
  const credential = await openCredential(
    plan,
    means(pem, () => nowMs),
  )
  if (credential.kind !== 'header') throw new Error('no header')
  const token = async () => (await credential.now()).value.replace(/^Bearer /, '')
  const first = await token()
  const { payload, protectedHeader } = await jwtVerify(first, key, {
    ...{ issuer: 'cordon', audience: 'bank', currentDate: new Date(nowMs) },
  })
  expect(protectedHeader).toEqual({ alg: 'RS256', kid: 'k1' })
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300)
  nowMs += 239_000
  expect(await token()).toBe(first)
  nowMs += 2000
  expect(await token()).not.toBe(first)
  expect((await credential.now()).secrets).toContain(await token())
  await expect(openCredential(plan, means('no key'))).rejects.toThrow('no RSA key')
})

test('a client certificate is shown to the server that its rule names, and to no other', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const times = { notBeforeMs: Date.now() - 1000, notAfterMs: Date.now() + 1e9 }
  const names = { subject: 'client', issuer: 'client', key: publicKey, issuerKey: privateKey }
  const certificate = makeCertificate({ ...names, ...times })
  const shown: unknown[] = []
  const server: Server = createServer(
    {
      ...{ requestCert: true, rejectUnauthorized: false },
      SNICallback: (name, done) => done(null, serverAuthority.contextFor(name)),
    },
    (request, answer) => {
      const { subject } = (
        request.socket as never as { getPeerCertificate(): { subject?: { CN: string } } }
      ).getPeerCertificate()
      shown.push(subject?.CN)
      answer.end()
    },
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const plan: CredentialPlan = {
    kind: 'client-certificate',
    certificate: { env: 'C' },
    key: { env: 'K' },
  }
  const credential = await openCredential(plan, {
    readSecret: () => key,
    readCertificate: () => certificate,
    nowMs: () => Date.now(),
  })
  const place = { ports: [port], addresses: ['127.0.0.1'] }
  const door = await openTestDoor({
    egress: {
      allow: [
        { host: 'bank.example', ...place, credential: 'bank' },
        { host: 'other.example', ...place },
      ],
      credentials: { bank: { certificate: { env: 'C' }, key: { env: 'K' } } },
    },
    credentials: new Map([['bank', credential]]),
  })
  closing.push(door.close, () => {
    server.close()
    server.closeAllConnections()
  })
  for (const name of ['bank.example', 'other.example', 'bank.example']) {
    const host = `${name}:${port}`
    await door.secure(host, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  }
  expect(shown).toEqual(['client', undefined, 'client'])
})
