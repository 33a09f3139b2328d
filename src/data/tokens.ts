import { createHmac, timingSafeEqual } from 'node:crypto'
import { columnKey, type MaskScope } from './keys.ts'

/** Says of a token how it was made. */
export const tokenLabel = 't1'

/** Bytes of the synthetic IV, by which a token is also authenticated. */
const ivBytes = 16
const blockBytes = 32
/** Starts every message, so that none is empty. */
const mark = 1

/** Turns a token back into the text it stands for; undefined where it was not made with this key, for this use and column. */
export function restoreToken(
  token: string,
  made: { readonly maskKey: Uint8Array; readonly scope: MaskScope; readonly column: string },
): string | undefined {
  const body = /^[a-z0-9_]{1,16}:t1\.([A-Za-z0-9_-]+)$/.exec(token)?.[1]
  const bytes = Buffer.from(body ?? '', 'base64url')
  if (bytes.length <= ivBytes || bytes.toString('base64url') !== body) return undefined
  const key = (use: 'token-id' | 'token-text') => columnKey(made.maskKey, { ...made, use })
  const iv = bytes.subarray(0, ivBytes)
  const message = xorStream(bytes.subarray(ivBytes), iv, key('token-text'))
  const expected = createHmac('sha256', key('token-id')).update(message).digest()
  if (!timingSafeEqual(iv, expected.subarray(0, ivBytes)) || message[0] !== mark) return undefined
  return message.subarray(1).toString('utf8')
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
