import { hasIbanCheck, hasLuhn, remainder, weighted } from './checksums.ts'

/** A number by which a person or an account is known, with its form and its check. */
export interface IdentifierKind {
  readonly name: string
  /** Global, bounded, without alternatives that overlap. */
  readonly form: RegExp
  readonly check: (text: string) => boolean
  /** Without this in its name or beside it, the form alone says too little. */
  readonly context?: RegExp
}

const digitsOf = (text: string) => text.replaceAll(/\D/g, '')
const madeUp = new Set(['078051120', '219099999', '000000000', '111111111', '123121234'])

/** National numbers of people; the sources are the issuing offices' own descriptions. */
export const nationalIds: readonly IdentifierKind[] = [
  {
    name: 'US social security number',
    form: /(?<![\w.-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g,
    check: (text) => !madeUp.has(digitsOf(text)),
  },
  {
    name: 'UK national insurance number',
    form: /(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)/g,
    check: () => true,
  },
  {
    name: 'Spanish identity number',
    form: /(?<!\w)[\dXYZ]\d{7}[- ]?[A-HJ-NP-TV-Z](?!\w)/g,
    check: (text) => {
      const number = Number(
        digitsOf(text.slice(0, -1).replace('X', '0').replace('Y', '1').replace('Z', '2')),
      )
      return 'TRWAGMYFPDXBNJZSQVHLCKE'.charAt(number % 23) === text.at(-1)
    },
  },
  {
    name: 'Finnish identity code',
    form: /(?<!\w)[0-3]\d[01]\d\d{2}[-+A]\d{3}[\dA-FHJ-NPR-Y](?!\w)/g,
    check: (text) =>
      '0123456789ABCDEFHJKLMNPRSTUVWXY'.charAt(
        Number(text.slice(0, 6) + text.slice(7, 10)) % 31,
      ) === text.at(-1),
  },
  {
    name: 'Swedish personal number',
    form: /(?<![\w-])\d{2}[01]\d[0-3]\d[-+]\d{4}(?![\w-])/g,
    check: (text) => hasLuhn(digitsOf(text)),
  },
  {
    name: 'Brazilian taxpayer number',
    form: /(?<![\w.])\d{3}\.\d{3}\.\d{3}-\d{2}(?!\w)/g,
    check: (text) => isCpf(digitsOf(text)),
  },
  {
    name: 'French social security number',
    form: /(?<!\w)[12] ?\d{2} ?[01]\d ?\d{2} ?\d{3} ?\d{3} ?\d{2}(?!\w)/g,
    check: (text) => {
      const digits = digitsOf(text)
      return 97 - remainder(digits.slice(0, 13), 97) === Number(digits.slice(13))
    },
  },
  {
    name: 'Chinese resident number',
    form: /(?<!\w)[1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d\d{3}[\dX](?!\w)/g,
    check: (text) =>
      '10X98765432'.charAt(
        weighted(text, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11,
      ) === text.at(-1),
  },
  {
    name: 'Indian Aadhaar number',
    form: /(?<![\w-])[2-9]\d{3}[ -]\d{4}[ -]\d{4}(?![\w-])/g,
    check: (text) => hasVerhoeff(digitsOf(text)),
  },
  {
    name: 'Polish PESEL',
    form: /(?<!\w)\d{11}(?!\w)/g,
    check: (text) =>
      (10 - (weighted(text, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === Number(text[10]),
    context: /pesel/i,
  },
  {
    name: 'Dutch citizen number',
    form: /(?<!\w)\d{9}(?!\w)/g,
    check: (text) => weighted(text, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
    context: /bsn|burgerservice/i,
  },
  {
    name: 'Canadian social insurance number',
    form: /(?<![\w-])[1-79]\d{2}[ -]\d{3}[ -]\d{3}(?![\w-])/g,
    check: (text) => hasLuhn(digitsOf(text)),
    context: /(^|[^a-z])sin([^a-z]|$)|insurance/i,
  },
  {
    name: 'German tax number',
    form: /(?<!\w)[1-9]\d{10}(?!\w)/g,
    check: hasTaxCheck,
    context: /steuer_?(id|nummer|nr)|tax_?id|idnr/i,
  },
  {
    name: 'passport number',
    form: /(?<!\w)(?=(?:[A-Z]{0,8}\d){3})(?=\d{0,8}[A-Z])[A-Z\d]{8,9}(?!\w)/g,
    check: () => true,
    context: /passport|reisepass/i,
  },
  {
    name: 'US social security number',
    form: /(?<!\w)(?!000|666|9)\d{9}(?!\w)/g,
    check: (text) => !madeUp.has(text),
    context: /ssn|social_?security/i,
  },
]

/** Numbers of accounts and cards. */
export const accountNumbers: readonly IdentifierKind[] = [
  {
    name: 'payment card number',
    form: /(?<![\w.-])(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|6011|65\d{2}|35\d{2})([ -]?)\d{4}\1\d{4}\1\d{4}(?![\w.-])/g,
    check: (text) => hasLuhn(digitsOf(text)),
  },
  {
    name: 'payment card number',
    form: /(?<![\w.-])3[47]\d{2}[ -]?\d{6}[ -]?\d{5}(?![\w.-])/g,
    check: (text) => hasLuhn(digitsOf(text)),
  },
  {
    name: 'IBAN',
    form: /(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)/g,
    check: (text) => {
      const plain = text.replaceAll(' ', '')
      return plain.length === ibanLengths.get(plain.slice(0, 2)) && hasIbanCheck(plain)
    },
  },
]

/** Length of an IBAN by country (SWIFT registry). */
const ibanLengths: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 ' +
    'FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LI21 LT20 LU20 LV21 ' +
    'MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SE24 SI19 SK24 SM27 TN24 ' +
    'TR26 UA29 VA22 VG24 XK20'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
)

function isCpf(digits: string): boolean {
  if (/^(\d)\1*$/.test(digits)) return false
  const digit = (count: number) => {
    const weights = Array.from({ length: count }, (_, i) => count + 1 - i)
    return ((weighted(digits, weights) * 10) % 11) % 10
  }
  return digit(9) === Number(digits[9]) && digit(10) === Number(digits[10])
}

/** The check digit of German tax numbers: ISO 7064, modulus 11, 10. */
function hasTaxCheck(text: string): boolean {
  let product = 10
  for (const digit of text.slice(0, 10)) {
    const sum = (Number(digit) + product) % 10 || 10
    product = (2 * sum) % 11
  }
  return (11 - product) % 10 === Number(text[10])
}

/** The check of Aadhaar numbers: products in the dihedral group of order ten (Verhoeff 1969). */
function hasVerhoeff(digits: string): boolean {
  let state = 0
  for (let i = 0; i < digits.length; i++) {
    let value = Number(digits[digits.length - 1 - i])
    for (let turn = i % 8; turn > 0; turn--) value = Number('1576283094'[value])
    state = times(state, value)
  }
  return state === 0
}

function times(a: number, b: number): number {
  const isTurned = a >= 5
  const rest = isTurned ? (a - 5 - (b % 5) + 5) % 5 : (a + b) % 5
  return b >= 5 !== isTurned ? rest + 5 : rest
}
