import type { Change } from './carry.ts'

/** Replaces every occurrence of some secrets by asterisks of the same length. */
export interface Redaction {
  readonly text: (text: string) => string
  /** For a body that comes in chunks, which may cut a secret in two. */
  readonly body: () => Change
}

/**
 * Redacts secrets as they are, and as servers write back what they were sent: in Base64 wherever in it they stand, in
 * hex, escaped for a URL, JSON or HTML. Never gives a byte that could still be part of one.
 */
export function redactionOf(secrets: readonly string[]): Redaction {
  const needles = [...new Set(secrets.flatMap(formsOf))]
    .filter((form) => form !== '')
    .map((form) => Buffer.from(form))
    .sort((a, b) => b.length - a.length)
  const longest = needles[0]?.length ?? 1
  return {
    text: (text) => blank(Buffer.from(text, 'latin1'), needles).toString('latin1'),
    body: () => {
      let held: Buffer = Buffer.alloc(0)
      return {
        push: (chunk) => {
          const bytes = blank(Buffer.concat([held, chunk]), needles)
          const safe = Math.max(0, bytes.length - longest + 1)
          held = bytes.subarray(safe)
          return bytes.subarray(0, safe)
        },
        rest: () => held,
      }
    },
  }
}

const asterisk = 0x2a

function formsOf(secret: string): string[] {
  const hex = Buffer.from(secret).toString('hex')
  const urls = [encodeURIComponent(secret), encodeURIComponent(secret).replace(/%../g, lower)]
  const json = JSON.stringify(secret).slice(1, -1)
  const html = secret.replace(/[&<>"']/g, (character) => entities.get(character) ?? character)
  const written = [json, json.replaceAll('/', '\\/'), html, html.replaceAll('&#39;', '&#x27;')]
  return [secret, hex, hex.toUpperCase(), ...urls, ...written, ...base64Forms(secret)]
}

const entities: ReadonlyMap<string, string> = new Map([
  ...([
    ['&', '&amp;'],
    ['<', '&lt;'],
    ['>', '&gt;'],
    ['"', '&quot;'],
    ["'", '&#39;'],
  ] as const),
])

/** What of a secret is the same in every Base64 text that holds it, by how many bytes stand before it (modulo three). */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const whole = bytes.toString('base64')
  const inside = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    const ownBits = (before + bytes.length) * 8
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(ownBits / 6))
  })
  const all = [whole, ...inside]
  return [...all, ...all.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))]
}

function lower(text: string): string {
  return text.toLowerCase()
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
