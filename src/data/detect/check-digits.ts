/** True where the digits pass the Luhn test (ISO/IEC 7812-1, annex B). */
export function isLuhn(digits: string): boolean {
  let sum = 0
  for (let at = digits.length - 1, isDoubled = false; at >= 0; at--, isDoubled = !isDoubled) {
    const value = Number(digits[at]) * (isDoubled ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}

/** The remainder by 97 of letters and digits, letters standing for 10 to 35 (ISO/IEC 7064, MOD 97-10). */
export function mod97(text: string): number {
  let rest = 0
  for (const character of text) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest
}

/** True where the last digit fits the ones before it (ISO/IEC 7064, MOD 11,10). */
export function isMod11And10(digits: string): boolean {
  let product = 10
  for (const digit of digits.slice(0, -1)) {
    product = (((Number(digit) + product) % 10 || 10) * 2) % 11
  }
  return (11 - product) % 10 === Number(digits.at(-1))
}

/** The sum of the digits, each times its weight; the weights start again when there are fewer of them. */
export function weightedSum(digits: string, weights: readonly number[]): number {
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    sum += Number(digits[at]) * (weights[at % weights.length] ?? 0)
  }
  return sum
}

/** True where the digits pass Verhoeff's test (J. Verhoeff, 1969), which works in the dihedral group of order 10. */
export function isVerhoeff(digits: string): boolean {
  let check = 0
  for (let at = 0; at < digits.length; at++) {
    check = dihedral(check, permuted(Number(digits[digits.length - 1 - at]), at))
  }
  return check === 0
}

function dihedral(a: number, b: number): number {
  if (a < 5) return b < 5 ? (a + b) % 5 : ((a + b) % 5) + 5
  return b < 5 ? ((a - b + 5) % 5) + 5 : (a - b + 5) % 5
}

const permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

function permuted(digit: number, times: number): number {
  let result = digit
  for (let step = times % 8; step > 0; step--) result = permutation[result] ?? 0
  return result
}
