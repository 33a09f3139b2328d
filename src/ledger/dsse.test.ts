import { expect, test } from 'vitest'
import { newKeys } from '../../test/fixtures/ledger.ts'
import { openEnvelope, pae } from './dsse.ts'
import { signEnvelope } from './signer.ts'

test.each([
  // The example of the DSSE protocol text.
  [
    'http://example.com/HelloWorld',
    'hello world',
    'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
  ],
  ['', '', 'DSSEv1 0  0 '],
  ['é', '€', 'DSSEv1 2 é 3 €'],
])('encodes type %j and body %j with their lengths in bytes', (type, body, encoded) => {
  expect(Buffer.from(pae(type, Buffer.from(body))).toString()).toBe(encoded)
})

const { signer, keys } = newKeys()
const good = signEnvelope('text/x', Buffer.from('hello'), signer)
const { payload, signatures } = JSON.parse(good)

function open(text: string | Uint8Array) {
  return openEnvelope(Buffer.from(text), { payloadType: 'text/x', keys })
}

function envelope(changes: object): string {
  return JSON.stringify({ payloadType: 'text/x', payload, signatures, ...changes })
}

test('gives the payload of an envelope in any layout', () => {
  const opened = { ok: true, payload: Buffer.from('hello'), keyId: signer.keyId }
  expect(open(good)).toEqual(opened)
  expect(open(`${JSON.stringify(JSON.parse(good), null, 2)}\n`)).toEqual(opened)
})

const signature = { keyid: signer.keyId, sig: signatures[0].sig }

test.each([
  ['too-large', 'x'.repeat(16 * 1024 * 1024 + 1)],
  ['not-json', ''],
  ['not-json', good.slice(0, -1)],
  ['not-json', `\ufeff${good}`],
  ['not-json', Buffer.concat([Buffer.from(good), Buffer.from([0xff])])],
  ['not-an-envelope', 'null'],
  ['not-an-envelope', '[]'],
  ['not-an-envelope', envelope({ extra: 1 })],
  ['not-an-envelope', envelope({ payload: 5 })],
  ['not-an-envelope', envelope({ payloadType: null })],
  ['not-an-envelope', envelope({ signatures: {} })],
  ['not-an-envelope', envelope({ signatures: [] })],
  ['not-an-envelope', envelope({ signatures: [signature, signature] })],
  ['not-an-envelope', envelope({ signatures: [{ ...signature, cert: '' }] })],
  ['not-an-envelope', envelope({ signatures: [{ ...signature, sig: 5 }] })],
  ['not-an-envelope', good.replace('{', '{"payload":"eA==",')],
  ['not-an-envelope', good.replace('text/x', 'text\\/x')],
  ['not-an-envelope', good.replace(payload, `${payload} `)],
  ['wrong-payload-type', envelope({ payloadType: 'text/y' })],
  ['bad-base64', envelope({ payload: payload.replace('=', '') })],
  ['bad-base64', envelope({ payload: 'aGVsbG9=' })],
  ['bad-base64', envelope({ signatures: [{ ...signature, sig: 'a-_b' }] })],
  ['unknown-key', envelope({ signatures: [{ ...signature, keyid: newKeys().signer.keyId }] })],
  ['bad-signature', envelope({ payload: 'aGVsbG8h' })],
  ['bad-signature', envelope({ signatures: [{ ...signature, sig: '' }] })],
  [
    'bad-signature',
    signEnvelope('text/y', Buffer.from('hello'), signer).replace('text/y', 'text/x'),
  ],
])('refuses as %s (case %#)', (reason, text) => {
  expect(open(text)).toEqual({ ok: false, reason })
})
