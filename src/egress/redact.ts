import { Transform } from 'node:stream'

/** Replaces every occurrence of some secrets by asterisks of the same length. */
export interface Redaction {
  readonly text: (text: string) => string
  /** For a body that comes in chunks, which may cut a secret in two. */
  readonly stream: () => Transform
}

/** Redacts secrets as they are, in Base64 and escaped for a URL; never gives a byte that could still be part of one. */
export function redactionOf(secrets: readonly string[]): Redaction {
  const needles = [...new Set(secrets.flatMap(formsOf))]
    .filter((form) => form !== '')
    .map((form) => Buffer.from(form))
    .sort((a, b) => b.length - a.length)
  const longest = needles[0]?.length ?? 1
  return {
    text: (text) => blank(Buffer.from(text, 'latin1'), needles).toString('latin1'),
    stream: () => {
      let held: Buffer = Buffer.alloc(0)
      return new Transform({
        transform(chunk: Uint8Array, _encoding, done) {
          const bytes = blank(Buffer.concat([held, chunk]), needles)
          const safe = Math.max(0, bytes.length - longest + 1)
          held = bytes.subarray(safe)
          done(null, bytes.subarray(0, safe))
        },
        flush(done) {
          done(null, held)
        },
      })
    },
  }
}

const asterisk = 0x2a

function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64')
  return [secret, base64, base64.replace(/=+$/, ''), encodeURIComponent(secret)]
}

function blank(bytes: Buffer, needles: readonly Buffer[]): Buffer {
  for (const needle of needles) {
    for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at)) {
      bytes.fill(asterisk, at, at + needle.length)
      at += needle.length
    }
  }
  return bytes
}
