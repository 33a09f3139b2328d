import { isLuhn, mod97, weightedSum } from './check-digits.ts'
import { countries, supranational } from './countries.ts'
import { type Detector, token, whole, words } from './detector.ts'

/** Identifiers of securities and of those who issue them. */
export const securityDetectors: readonly Detector[] = [
  {
    kind: 'isin',
    pattern: token('[A-Z]{2}[A-Z0-9]{9}[0-9]'),
    match: whole(isIsin),
    chance: 0.1,
    isTelling: true,
    alone: () => 0.7,
    context: words(
      'isins?',
      'security',
      'securities',
      'instruments?',
      'bonds?',
      'notes?',
      'bought',
      'sold',
    ),
  },
  {
    kind: 'cusip',
    pattern: token('[0-9]{3}[0-9A-Z]{5}[0-9]'),
    match: whole(isCusip),
    chance: 0.1,
    isTelling: true,
    alone: () => 0.3,
    context: words('cusips?'),
  },
  {
    kind: 'sedol',
    pattern: token('[0-9B-DF-HJ-NP-TV-Z]{6}[0-9]'),
    match: whole(isSedol),
    chance: 0.1,
    isTelling: true,
    alone: () => 0.2,
    context: words('sedols?'),
  },
  {
    kind: 'lei',
    pattern: token('[A-Z0-9]{18}[0-9]{2}'),
    match: whole((text) => mod97(text) === 1 && /[A-Z]/.test(text)),
    chance: 0.01,
    isTelling: true,
    alone: () => 0.85,
    context: words('leis?', 'legal entit(?:y|ies)'),
  },
  {
    kind: 'figi',
    pattern: token('[B-DF-HJ-NP-TV-Z]{2}G[0-9B-DF-HJ-NP-TV-Z]{8}[0-9]'),
    match: whole(isFigi),
    chance: 0.1,
    isTelling: true,
    alone: (text) => (text.startsWith('BBG') ? 0.9 : 0.6),
    context: words('figis?', 'bbgid', 'open ?figi'),
  },
]

/** International securities identification number (ISO 6166). */
function isIsin(text: string): boolean {
  const prefix = text.slice(0, 2)
  const isIssued = countries.has(prefix) || supranational.has(prefix)
  // What starts with BBG is an identifier of Bloomberg's, which no ISIN looks like.
  if (!isIssued || text.startsWith('BBG')) return false
  return isLuhn(text.replace(/[A-Z]/g, (letter) => String(Number.parseInt(letter, 36))))
}

/** CUSIP (ANSI X9.6): every second value doubled, digits added. */
function isCusip(text: string): boolean {
  return doubleAddDouble(text.slice(0, 8)) === Number(text[8])
}

/** Financial instrument global identifier (ANSI X9.145); some prefixes are kept free so that it never looks like an ISIN. */
function isFigi(text: string): boolean {
  if (['BS', 'BM', 'GG', 'GB', 'GH', 'KY', 'VG'].includes(text.slice(0, 2))) return false
  return doubleAddDouble(text.slice(0, 11)) === Number(text[11])
}

function doubleAddDouble(text: string): number {
  let sum = 0
  for (let at = 0; at < text.length; at++) {
    const value = Number.parseInt(text[at] ?? '', 36) * (at % 2 === 1 ? 2 : 1)
    sum += Math.floor(value / 10) + (value % 10)
  }
  return (10 - (sum % 10)) % 10
}

const sedolWeights = [1, 3, 1, 7, 3, 9, 1]

/** SEDOL (London Stock Exchange); the old ones are digits only, the newer ones start with a letter. */
function isSedol(text: string): boolean {
  if (/^[0-9]/.test(text) && /[A-Z]/.test(text)) return false
  let sum = 0
  for (const [at, weight] of sedolWeights.entries()) {
    sum += Number.parseInt(text[at] ?? '', 36) * weight
  }
  return sum % 10 === 0 && weightedSum(text.replace(/[A-Z]/g, '1'), [1]) > 0
}
