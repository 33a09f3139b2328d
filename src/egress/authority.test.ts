import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect as connectPlain, createServer, isIP } from 'node:net'
import { connect, TLSSocket } from 'node:tls'
import { describe, expect, test } from 'vitest'
import { newAuthority, openAuthority } from './authority.ts'
import { der } from './der.ts'

const nowMs = Date.now()
const pem = newAuthority(nowMs)
const authority = openAuthority(pem, nowMs)
const certificate = new X509Certificate(authority.certificate)

/** What a client that wants one host and trusts `ca` says of a server that shows the certificate of another. */
async function shake(shown: string, wanted: string, ca = authority.certificate): Promise<string> {
  const server = createServer((socket) => {
    const secureContext = authority.contextFor(shown)
    new TLSSocket(socket, { isServer: true, secureContext }).on('error', () => {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connectPlain((server.address() as AddressInfo).port, '127.0.0.1')
  const name = isIP(wanted) > 0 ? { host: wanted } : { servername: wanted }
  const client = connect({ socket, ca, ...name })
  try {
    await once(client, 'secureConnect')
    return 'trusted'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'failed'
  } finally {
    client.destroy()
    server.close()
  }
}

describe('the egress authority', () => {
  test('is for servers only and valid for ten years', () => {
    expect(certificate.ca).toBe(true)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(certificate.subject).toBe('CN=Cordon egress authority')
    expect(Date.parse(certificate.validTo) - nowMs).toBeGreaterThan(9.9 * 365 * 86_400_000)
  })

  test.each(['example.com', 'a.b.example.com', '10.0.0.1', '2606:4700::1111'])(
    'what it shows for %s is trusted for that',
    async (host) => {
      expect(await shake(host, host)).toBe('trusted')
    },
  )

  test.each([
    ['example.com', 'evil.com'],
    ['example.com', 'a.example.com'],
    ['10.0.0.1', '10.0.0.2'],
    ['example.com', '10.0.0.1'],
  ])('what it shows for %s is not trusted for %s', async (shown, wanted) => {
    expect(await shake(shown, wanted)).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
  })

  test('one installation does not trust what another one shows', async () => {
    const other = openAuthority(newAuthority(nowMs), nowMs).certificate
    expect(await shake('example.com', 'example.com', other)).not.toBe('trusted')
  })

  test('a certificate is made once a host', () => {
    expect(authority.contextFor('a.example')).toBe(authority.contextFor('a.example'))
    expect(authority.contextFor('a.example')).not.toBe(authority.contextFor('b.example'))
  })

  test.each([
    ['nothing', ''],
    ['a key alone', pem.slice(0, pem.indexOf('-----BEGIN CERT'))],
    ['another key', newAuthority(nowMs).split('-----BEGIN CERT')[0] + authority.certificate],
  ])('%s is not opened', (_, text) => {
    expect(() => openAuthority(text, nowMs)).toThrow('holds no valid key')
  })

  test('it is not opened out of its time', () => {
    const yearMs = 365 * 86_400_000
    expect(() => openAuthority(pem, nowMs + 9 * yearMs)).toThrow('holds no valid key')
    expect(() => openAuthority(pem, nowMs - yearMs)).toThrow('holds no valid key')
  })
})

test.each([
  ['a small number', der.integer(Uint8Array.of(0, 0, 5)), '020105'],
  ['a number whose top bit is set', der.integer(Uint8Array.of(0x80)), '02020080'],
  ['zero', der.integer(Uint8Array.of(0)), '020100'],
  ['an object identifier', der.objectId('1.2.840.10045.4.3.2'), '06082a8648ce3d040302'],
  ['a long content', der.octetString(new Uint8Array(300)).subarray(0, 4), '0482012c'],
  ['a time before 2050', der.time(0), '170d3730303130313030303030305a'],
  ['a time from 2050', der.time(Date.UTC(2050, 0)), '180f32303530303130313030303030305a'],
])('DER of %s', (_, bytes, hex) => {
  expect(Buffer.from(bytes).toString('hex')).toBe(hex)
})
