import { isLuhn, mod97 } from './check-digits.ts'
import { countries, ibanLengths } from './countries.ts'
import { type Detector, numberToken, token, whole, words } from './detector.ts'

/** Identifiers of accounts, banks and cards. */
export const paymentDetectors: readonly Detector[] = [
  {
    kind: 'iban',
    pattern: /(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]){11,30}/g,
    match: ibanIn,
    chance: 0.01,
    isTelling: true,
    alone: () => 0.97,
    context: words('ibans?', 'accounts?', 'konto', 'compte'),
  },
  {
    kind: 'bic',
    pattern: token('[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?'),
    match: whole((text) => countries.has(text.slice(4, 6))),
    chance: 0.35,
    isTelling: false,
    alone: (text) => (/[0-9]/.test(text) ? 0.4 : 0.1),
    context: words('bics?', 'swift', 'bank code', 'correspondent'),
  },
  {
    kind: 'card',
    pattern: numberToken('[2-6][0-9]{3}(?:[ -]?[0-9]){8,15}'),
    match: cardIn,
    chance: 0.05,
    isTelling: true,
    alone: () => 0.75,
    context: words('cards?', 'credit', 'debit', 'visa', 'mastercard', 'amex', 'pan', 'cc'),
  },
]

/** International bank account number (ISO 13616), groups of four or none; what follows may look like more of it. */
function ibanIn(candidate: string): string | undefined {
  const length = ibanLengths[candidate.slice(0, 2)]
  if (length === undefined) return undefined
  let end = 0
  for (let count = 0; count < length && end < candidate.length; end++) {
    if (candidate[end] !== ' ') count++
  }
  const text = candidate.slice(0, end)
  const plain = text.replaceAll(' ', '')
  if (plain.length !== length || /[A-Z0-9]/.test(candidate[end] ?? ' ')) return undefined
  return mod97(plain.slice(4) + plain.slice(0, 4)) === 1 ? text : undefined
}

/** The longest whole groups of a candidate that are a card number (ISO/IEC 7812): issuer, length, Luhn. */
function cardIn(candidate: string): string | undefined {
  for (let end = candidate.length; end >= 12; end--) {
    const next = candidate[end] ?? ' '
    if (next !== ' ' && next !== '-') continue
    const text = candidate.slice(0, end)
    if (isCard(text.replace(/[ -]/g, ''))) return text
  }
  return undefined
}

const issuers: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^3(?:0[0-5]|[689])/, [14]],
  [/^35(?:2[89]|[3-8])/, [16]],
  [/^(?:6011|64[4-9]|65|62|81)/, [16, 17, 18, 19]],
  [/^(?:50|5[6-8]|6)/, [12, 13, 14, 15, 16, 17, 18, 19]],
]

function isCard(digits: string): boolean {
  if (digits.length < 12 || digits.length > 19) return false
  const isIssued = issuers.some(
    ([prefix, lengths]) => prefix.test(digits) && lengths.includes(digits.length),
  )
  return isIssued && isLuhn(digits)
}
