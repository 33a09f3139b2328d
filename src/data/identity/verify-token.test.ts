import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as jose from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { KeySet } from './key-set.ts'
import { keySetLoader } from './load-key-set.ts'
import { hasNameTwice } from './strict-token.ts'
import { type TokenRules, verifyToken } from './verify-token.ts'

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const [own, next, stranger] = [pair(), pair(), pair()]
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwkOf = (key: KeyObject, kid: string, more: object = {}) => ({
  ...key.export({ format: 'jwk' }),
  kid,
  use: 'sig',
  ...more,
})
const ownJwk = jwkOf(own.publicKey, 'one', { alg: 'RS256' })
const startMs = Date.UTC(2030, 0, 1)
let nowMs = 0
let published: object = { keys: [] }
let isDown = false
let asked = 0
let keys: KeySet
const server = createServer((request, response) => {
  asked++
  if (request.url === '/moved') response.writeHead(302, { location: '/keys' }).end()
  else if (isDown) response.writeHead(500).end()
  else response.end(JSON.stringify(published))
})
const clock = { nowMs: () => startMs + nowMs, monotonicMs: () => nowMs }
const address = (path: string) =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`

beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)))
afterAll(() => void server.close())
beforeEach(() => {
  nowMs = 0
  asked = 0
  isDown = false
  published = { keys: [ownJwk, jwkOf(elliptic.publicKey, 'curve')] }
  keys = new KeySet(keySetLoader(address('/keys')), clock)
})

const rules: TokenRules = {
  issuer: 'https://issuer.example',
  audience: 'cordon',
  algorithms: ['RS256', 'ES256'],
  skewMs: 30_000,
}
const seconds = startMs / 1000
const claims = { iss: rules.issuer, aud: 'cordon', sub: 'ana', exp: seconds + 600 }
const part = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

interface Made {
  readonly header?: object | string
  readonly claims?: object | string
  readonly key?: KeyObject
}

function token({ header = {}, claims: said = {}, key = own.privateKey }: Made = {}): string {
  const head = typeof header === 'string' ? header : { alg: 'RS256', kid: 'one', ...header }
  const text = `${part(head)}.${part(typeof said === 'string' ? said : { ...claims, ...said })}`
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
}

const verify = (text: string) => verifyToken(text, rules, { jose, keys, clock })

async function reasonFor(text: string): Promise<string> {
  const caught = await verify(text).then(
    () => 'was accepted',
    (error: unknown) => error,
  )
  expect(caught).toMatchObject({ code: 'principal-invalid' })
  return String((caught as Error).message)
}

describe('a token in order', () => {
  test('gives its claims', async () => {
    expect(await verify(token())).toEqual(claims)
  })

  test('may be signed with an elliptic curve', async () => {
    const text = `${part({ alg: 'ES256', kid: 'curve', typ: 'at+jwt' })}.${part(claims)}`
    const signature = sign('sha256', Buffer.from(text), {
      key: elliptic.privateKey,
      dsaEncoding: 'ieee-p1363',
    })
    expect(await verify(`${text}.${signature.toString('base64url')}`)).toMatchObject({ sub: 'ana' })
  })

  test('may be for several audiences and off by the skew', async () => {
    const said = { aud: ['other', 'cordon'], exp: seconds - 20, nbf: seconds + 20 }
    expect(await verify(token({ claims: said }))).toMatchObject({ sub: 'ana' })
  })
})

describe('attacks', () => {
  const publicPem = own.publicKey.export({ type: 'spki', format: 'pem' })
  const strangerJwk = jwkOf(stranger.publicKey, 'one')
  const hmac = (header: object, secret: string | Buffer) => {
    const text = `${part(header)}.${part(claims)}`
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
  }
  const good = token()
  const [head = '', body = '', signature = ''] = good.split('.')
  const last = signature.at(-1) ?? ''
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const slack = alphabet[(alphabet.indexOf(last) & ~15) | ((alphabet.indexOf(last) + 1) & 15)]

  test.each([
    ['no algorithm', `${part({ alg: 'none', kid: 'one' })}.${body}.`, 'strict form'],
    [
      'no algorithm but a signature',
      `${part({ alg: 'none', kid: 'one' })}.${body}.${signature}`,
      'algorithm',
    ],
    [
      'no algorithm in capitals',
      `${part({ alg: 'nOnE', kid: 'one' })}.${body}.${signature}`,
      'algorithm',
    ],
    ['the public key as a secret', hmac({ alg: 'HS256', kid: 'one' }, publicPem), 'algorithm'],
    ['an algorithm of another key', token({ header: { alg: 'ES256' } }), 'another algorithm'],
    ['an algorithm that is not pinned', token({ header: { alg: 'RS512' } }), 'algorithm'],
    [
      'a key brought along',
      token({ header: { jwk: strangerJwk }, key: stranger.privateKey }),
      'must not',
    ],
    [
      'an address of keys',
      token({ header: { jku: 'https://evil.example' }, key: stranger.privateKey }),
      'must not',
    ],
    ['an address of certificates', token({ header: { x5u: 'https://evil.example' } }), 'must not'],
    ['a certificate', token({ header: { x5c: ['MIIB'] } }), 'must not'],
    ['an extension', token({ header: { crit: ['exp'] } }), 'must not'],
    ['an unencoded payload', token({ header: { b64: false, crit: ['b64'] } }), 'must not'],
    ['another key', token({ key: stranger.privateKey }), 'signature'],
    ['a path as key id', token({ header: { kid: '../../dev/null' } }), 'no key of the issuer'],
    ['SQL as key id', token({ header: { kid: "' OR '1'='1" } }), 'no key id'],
    ['a prototype as key id', token({ header: { kid: '__proto__' } }), 'no key of the issuer'],
    ['no key id', token({ header: { kid: undefined } }), 'no key id'],
    ['an encrypted token', token({ header: { typ: 'JWE' } }), 'another kind'],
    [
      'claims twice',
      token({ claims: `{"sub":"a","s\\u0075b":"b","exp":${seconds + 9}}` }),
      'strict form',
    ],
    [
      'header names twice',
      token({ header: '{"alg":"none","alg":"RS256","kid":"one"}' }),
      'strict form',
    ],
    ['padding', `${head}.${body}.${signature}==`, 'strict form'],
    ['the plain alphabet', `${head}.${body}.${signature.slice(0, -4)}+/+/`, 'strict form'],
    ['spaces', `${head}.${body}. ${signature}`, 'strict form'],
    ['bits after the end', `${head}.${body}.${signature.slice(0, -1)}${slack}`, 'strict form'],
    ['a fourth part', `${good}.x`, 'strict form'],
    ['too long a text', 'a.b.'.padEnd(70_000, 'c'), 'strict form'],
    ['no times', token({ claims: { exp: undefined } }), 'when it expires'],
    ['a late token', token({ claims: { exp: seconds - 31 } }), 'expired'],
    ['a time that is a text', token({ claims: { exp: '9999999999' } }), 'when it expires'],
    ['an early token', token({ claims: { nbf: seconds + 31 } }), 'not valid yet'],
    ['another issuer', token({ claims: { iss: 'https://issuer.example/' } }), 'another issuer'],
    ['another audience', token({ claims: { aud: 'cordon2' } }), 'another audience'],
    ['no audience', token({ claims: { aud: undefined } }), 'another audience'],
  ])('%s is refused', async (_, text, reason) => {
    const message = await reasonFor(text)
    expect(message).toContain(reason)
    expect(message).not.toContain('ana')
  })

  test('a secret in the key set is no key', async () => {
    published = { keys: [{ kty: 'oct', k: 'c2VjcmV0', kid: 'one' }] }
    expect(await reasonFor(token())).toContain('no key of the issuer')
  })

  test('a key id that is there twice is no key', async () => {
    published = { keys: [ownJwk, jwkOf(stranger.publicKey, 'one')] }
    expect(await reasonFor(token())).toContain('no key of the issuer')
  })

  test('a key for encryption is no key', async () => {
    published = { keys: [{ ...ownJwk, use: 'enc' }] }
    expect(await reasonFor(token())).toContain('no key of the issuer')
  })
})

describe('rotation', () => {
  const newer = () => token({ header: { kid: 'two' }, key: next.privateKey })

  test('a new key is fetched once it is used, and keys are cached till then', async () => {
    await verify(token())
    await verify(token())
    expect(asked).toBe(1)
    published = { keys: [ownJwk, jwkOf(next.publicKey, 'two')] }
    nowMs = 31_000
    expect(await verify(newer())).toMatchObject({ sub: 'ana' })
    expect(asked).toBe(2)
  })

  test('made-up key ids cause no flood', async () => {
    for (let at = 0; at < 20; at++) await reasonFor(token({ header: { kid: `made-up-${at}` } }))
    expect(asked).toBe(1)
  })

  test('many at once ask once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => verify(token())))
    expect(asked).toBe(1)
  })

  test('a key that the issuer takes back is refused', async () => {
    await verify(token())
    published = { keys: [jwkOf(next.publicKey, 'two')] }
    nowMs = 11 * 60_000
    expect(await reasonFor(token({ claims: { exp: seconds + 3600 } }))).toContain('no key')
  })

  test('an issuer that is down is asked less and less, and its keys are believed for a day', async () => {
    await verify(token())
    isDown = true
    const late = token({ claims: { exp: seconds + 200_000 } })
    const triesIn = async (minutes: number) => {
      const before = asked
      for (let at = 0; at < minutes * 6; at++) {
        nowMs += 10_000
        await verify(late).catch(() => undefined)
      }
      return asked - before
    }
    expect(await triesIn(10)).toBeLessThanOrEqual(1)
    expect(await triesIn(30)).toBeLessThanOrEqual(11)
    expect(await verify(late)).toMatchObject({ sub: 'ana' })
    nowMs = 25 * 3_600_000
    await expect(verify(late)).rejects.toMatchObject({ code: 'key-unavailable' })
    isDown = false
    nowMs += 6 * 60_000
    expect(await verify(late)).toMatchObject({ sub: 'ana' })
  })

  test('a redirect is not followed', async () => {
    keys = new KeySet(keySetLoader(address('/moved')), clock)
    await expect(verify(token())).rejects.toMatchObject({ code: 'key-unavailable' })
    expect(asked).toBe(1)
  })
})

test.each([
  ['{"a":1,"b":{"a":2}}', false],
  ['[{"a":1},{"a":2}]', false],
  ['{"a":"a\\":","b":["a","a"]}', false],
  ['{"a":1,"a":2}', true],
  ['{"x":{"a":1,"\\u0061":2}}', true],
  ['{"x":[1,{"y":{}}],"x":1}', true],
])('%s names something twice: %s', (json, expected) => {
  expect(hasNameTwice(json)).toBe(expected)
})
