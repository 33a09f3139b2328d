import { createHmac, timingSafeEqual } from 'node:crypto'
import { columnKey, type MaskKeys, type MaskScope, maskKeyOf } from './keys.ts'

/** Says of a token with which version of the mask key it was made. */
export function tokenLabel(version: number): string {
  return `t${version}`
}

/** Every token in a text: what it is called, the version, the sealed bytes. */
const tokenPattern = /(?<![A-Za-z0-9_])[a-z0-9_]{1,16}:t([1-9][0-9]{0,4})\.([A-Za-z0-9_-]+)/g

/** Bytes of the synthetic IV, by which a token is also authenticated. */
const ivBytes = 16
const blockBytes = 32
/** Starts a message that is filled up, and one that is not, as tokens were made at first. */
const [filled, bare] = [2, 1]
/** Ends the text of a message that is filled up with zeros to a multiple of so many bytes. */
const [textEnd, stepBytes] = [0x80, 16]

/** Whose tokens are turned back. */
export interface TokenOrigin {
  readonly keys: MaskKeys
  readonly scope: MaskScope
  readonly column: string
}

/**
 * A text with every token of a column, tenant and purpose in it turned back; undefined where it holds none. Throws
 * `key-unavailable` where a token names a version of the key that is not here.
 */
export function restoreTokensIn(text: string, origin: TokenOrigin): string | undefined {
  let count = 0
  const restored = text.replace(tokenPattern, (token, version: string, body: string) => {
    const maskKey = maskKeyOf(origin.keys, Number(version))
    const value = openToken(body, (use) => columnKey(maskKey, { ...origin, use }))
    if (value !== undefined) count++
    return value ?? token
  })
  return count > 0 ? restored : undefined
}

function openToken(
  body: string,
  key: (use: 'token-id' | 'token-text') => Uint8Array,
): string | undefined {
  const bytes = Buffer.from(body, 'base64url')
  if (bytes.length <= ivBytes || bytes.toString('base64url') !== body) return undefined
  const iv = bytes.subarray(0, ivBytes)
  const message = xorStream(bytes.subarray(ivBytes), iv, key('token-text'))
  const expected = createHmac('sha256', key('token-id')).update(message).digest()
  if (!timingSafeEqual(iv, expected.subarray(0, ivBytes))) return undefined
  if (message[0] === bare) return message.subarray(1).toString('utf8')
  if (message[0] !== filled) return undefined
  return message.subarray(1, message.lastIndexOf(textEnd)).toString('utf8')
}

/** A text as a token, as `tokenSql` makes it of a whole column. */
export function sealToken(
  text: string,
  { keys, scope, column }: TokenOrigin,
  { name, version }: { readonly name: string; readonly version: number },
): string {
  const maskKey = maskKeyOf(keys, version)
  const key = (use: 'token-id' | 'token-text') => columnKey(maskKey, { scope, column, use })
  const message = messageOf(text)
  const iv = createHmac('sha256', key('token-id')).update(message).digest().subarray(0, ivBytes)
  const sealed = xorStream(message, iv, key('token-text'))
  return `${name}:${tokenLabel(version)}.${Buffer.concat([iv, sealed]).toString('base64url')}`
}

function messageOf(text: string): Buffer {
  const bytes = Buffer.from(text)
  const message = Buffer.alloc(Math.ceil((bytes.length + 2) / stepBytes) * stepBytes)
  message[0] = filled
  message.set(bytes, 1)
  message[bytes.length + 1] = textEnd
  return message
}

function xorStream(bytes: Uint8Array, iv: Uint8Array, key: Uint8Array): Buffer {
  const result = Buffer.from(bytes)
  const counter = Buffer.alloc(4)
  for (let at = 0; at < result.length; at += blockBytes) {
    counter.writeUInt32BE(at / blockBytes)
    const block = createHmac('sha256', key).update(iv).update(counter).digest()
    const end = Math.min(result.length, at + blockBytes)
    for (let index = at; index < end; index++) {
      result[index] = (result[index] ?? 0) ^ (block[index - at] ?? 0)
    }
  }
  return result
}
