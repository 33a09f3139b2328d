import { Ff1 } from './ff1.ts'

const digits = '0123456789'
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const smalls = capitals.toLowerCase()

/** What texts are made of, the smallest alphabet first. */
const alphabets = [digits, digits + capitals, digits + smalls, digits + capitals + smalls] as const

const noTweak = new Uint8Array()

/**
 * Texts put in the place of others of the same form: as long, separators where they were, digits where all were digits, letters
 * of the same cases. Equal texts get equal ones. A check digit may come out right by chance.
 */
export class FormatPreserving {
  private readonly ciphers = new Map<string, Ff1>()
  private readonly key: Uint8Array

  /** `key` has 32 bytes. */
  constructor(key: Uint8Array) {
    this.key = key
  }

  /** Throws RangeError where a text has fewer than a million forms or signs that are not ASCII. */
  seal(text: string): string {
    return this.through(text, (cipher, letters) => cipher.encrypt(letters, noTweak))
  }

  /** The text that `seal` made this of; for any other text, some text. */
  open(text: string): string {
    return this.through(text, (cipher, letters) => cipher.decrypt(letters, noTweak))
  }

  private through(text: string, step: (cipher: Ff1, letters: string) => string): string {
    if (!/^[\x20-\x7e]*$/.test(text)) throw new RangeError('a sign is not ASCII')
    const letters = text.replace(/[^0-9A-Za-z]/g, '')
    const alphabet = alphabetOf(letters)
    const cipher = this.cipherOf(alphabet)
    let result = step(cipher, letters)
    // Walking on until the text is of the same alphabet keeps this a permutation of the texts of that alphabet.
    while (alphabetOf(result) !== alphabet) result = step(cipher, result)
    let at = 0
    return text.replace(/[0-9A-Za-z]/g, () => result.charAt(at++))
  }

  private cipherOf(alphabet: string): Ff1 {
    const known = this.ciphers.get(alphabet)
    if (known) return known
    const cipher = new Ff1(this.key, alphabet)
    this.ciphers.set(alphabet, cipher)
    return cipher
  }
}

function alphabetOf(letters: string): string {
  const found = alphabets.find((alphabet) => [...letters].every((one) => alphabet.includes(one)))
  return found ?? alphabets[3]
}
