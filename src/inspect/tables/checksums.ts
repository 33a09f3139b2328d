const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** GitHub's and npm's tokens end in the CRC-32 of what follows their prefix, as six digits to base 62. */
export function hasBase62Crc(token: string): boolean {
  const body = token.slice(token.indexOf('_') + 1)
  let rest = crc32(body.slice(0, -6))
  let digits = ''
  for (let i = 0; i < 6; i++) {
    digits = base62.charAt(rest % 62) + digits
    rest = Math.floor(rest / 62)
  }
  return digits === body.slice(-6)
}

/** Three parts, of which the first is a JSON object that names an algorithm (RFC 7519). */
export function isJsonWebToken(token: string): boolean {
  const [head, body, ...rest] = token.split('.')
  if (!head || !body || rest.length === 0 || rest.length > 3) return false
  try {
    return /"(alg|typ)"\s*:/.test(atob(head.replaceAll('-', '+').replaceAll('_', '/')))
  } catch {
    return false
  }
}

/** The check of payment cards (ISO/IEC 7812), over digits only. */
export function hasLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** The remainder of a number of any length; letters count as in ISO 7064 (`A` is 10). */
export function remainder(text: string, by: number): number {
  let rest = 0
  for (const char of text) {
    const value = Number.parseInt(char, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % by
  }
  return rest
}

/** The check of IBANs (ISO 13616): the remainder by 97 is 1. */
export function hasIbanCheck(iban: string): boolean {
  return remainder(iban.slice(4) + iban.slice(0, 4), 97) === 1
}

/** The sum of the digits times weights. */
export function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * Number(digits[i] ?? 0), 0)
}

/** Shannon entropy in bits a character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>()
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values())
    bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}

function crc32(text: string): number {
  let crc = 0xffff_ffff
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i) & 0xff
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1
  }
  return ~crc >>> 0
}
