import { createCipheriv } from 'node:crypto'

/** An alphabet of FF1: its characters stand for the numbers from 0. */
export type Alphabet = string

/** NIST SP 800-38G Revision 1: a smaller domain can be searched through. */
export const leastDomain = 1_000_000

const rounds = 10
const blockBytes = 16

/** Format-preserving encryption FF1 of NIST SP 800-38G over texts of one alphabet, with AES-128, -192 or -256. */
export class Ff1 {
  private readonly cipher
  private readonly alphabet: Alphabet
  private readonly places: ReadonlyMap<string, number>

  constructor(key: Uint8Array, alphabet: Alphabet) {
    this.cipher = createCipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false)
    this.alphabet = alphabet
    this.places = new Map([...alphabet].map((letter, place) => [letter, place]))
  }

  /** Throws RangeError where texts of this length have fewer than a million forms or hold another character. */
  encrypt(text: string, tweak: Uint8Array): string {
    return this.through(text, tweak, 1)
  }

  decrypt(text: string, tweak: Uint8Array): string {
    return this.through(text, tweak, -1)
  }

  private through(text: string, tweak: Uint8Array, direction: 1 | -1): string {
    const length = text.length
    const radix = BigInt(this.alphabet.length)
    if (Number(radix) ** length < leastDomain) throw new RangeError('the domain is too small')
    const u = length >> 1
    let [a, b] = [this.numberOf(text.slice(0, u)), this.numberOf(text.slice(u))]
    const sizes = [radix ** BigInt(u), radix ** BigInt(length - u)] as const
    const byteCount = bytesFor(sizes[1])
    const start = this.encryptBlock(startBlock(this.alphabet.length, length, tweak.length))
    for (let step = 0; step < rounds; step++) {
      const round = direction === 1 ? step : rounds - 1 - step
      const size = sizes[round % 2 === 0 ? 0 : 1]
      if (direction === 1) {
        const c = (a + this.roundValue(round, b, { start, tweak, byteCount })) % size
        a = b
        b = c
      } else {
        const difference = (b - this.roundValue(round, a, { start, tweak, byteCount })) % size
        b = a
        a = difference < 0n ? difference + size : difference
      }
    }
    return this.textOf(a, u) + this.textOf(b, length - u)
  }

  /** The number `y` of step 6: AES in CBC-MAC over tweak, round and number, stretched to the bytes that are needed. */
  private roundValue(round: number, number: bigint, given: Given): bigint {
    const { start, tweak, byteCount } = given
    const q = Buffer.alloc(Math.ceil((tweak.length + byteCount + 1) / blockBytes) * blockBytes)
    q.set(tweak)
    q[q.length - byteCount - 1] = round
    q.write(number.toString(16).padStart(2 * byteCount, '0'), q.length - byteCount, 'hex')
    let r = start
    for (let at = 0; at < q.length; at += blockBytes) {
      r = this.encryptBlock(xor(r, q.subarray(at, at + blockBytes)))
    }
    const wanted = 4 * Math.ceil(byteCount / 4) + 4
    const blocks = [r]
    for (let count = 1; blocks.length * blockBytes < wanted; count++) {
      const counter = Buffer.alloc(blockBytes)
      counter.writeUInt32BE(count, blockBytes - 4)
      blocks.push(this.encryptBlock(xor(r, counter)))
    }
    return BigInt(`0x${Buffer.concat(blocks).subarray(0, wanted).toString('hex')}`)
  }

  private encryptBlock(block: Uint8Array): Buffer {
    return this.cipher.update(block)
  }

  private numberOf(text: string): bigint {
    let number = 0n
    for (const letter of text) {
      const place = this.places.get(letter)
      if (place === undefined) throw new RangeError('a character is not of the alphabet')
      number = number * BigInt(this.alphabet.length) + BigInt(place)
    }
    return number
  }

  private textOf(number: bigint, length: number): string {
    const radix = BigInt(this.alphabet.length)
    let text = ''
    for (let rest = number, at = 0; at < length; at++, rest /= radix) {
      text = this.alphabet.charAt(Number(rest % radix)) + text
    }
    return text
  }
}

interface Given {
  readonly start: Buffer
  readonly tweak: Uint8Array
  readonly byteCount: number
}

function startBlock(radix: number, length: number, tweakLength: number): Buffer {
  const block = Buffer.alloc(blockBytes)
  block.set([1, 2, 1, 0, 0, 0, rounds, (length >> 1) & 255])
  block.writeUIntBE(radix, 3, 3)
  block.writeUInt32BE(length, 8)
  block.writeUInt32BE(tweakLength, 12)
  return block
}

/** Bytes that hold every number below `size`. */
function bytesFor(size: bigint): number {
  return Math.ceil((size - 1n).toString(2).length / 8)
}

function xor(a: Uint8Array, b: Uint8Array): Buffer {
  return Buffer.from(a.map((byte, at) => byte ^ (b[at] ?? 0)))
}
