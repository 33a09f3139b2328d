import { isLuhn, isMod11And10, isVerhoeff, mod97, weightedSum } from './check-digits.ts'
import { compact, type Detector, numberToken, token, whole, words } from './detector.ts'

/** Numbers that states give to people, each with its check digits where it has any. */
export const nationalDetectors: readonly Detector[] = [
  ssn({ pattern: '[0-9]{3}-[0-9]{2}-[0-9]{4}', chance: 0.3, alone: 0.8 }),
  ssn({ pattern: '[0-9]{3} [0-9]{2} [0-9]{4}', chance: 0.3, alone: 0.4 }),
  ssn({ pattern: '[0-9]{9}', chance: 0.9, alone: 0.05 }),
  {
    kind: 'uk-nino',
    pattern: token('[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: ?[0-9]{2}){3} ?[A-D]'),
    match: whole((text) => !/^(?:BG|GB|KN|NK|NT|TN|ZZ)/.test(text)),
    chance: 0.1,
    isTelling: false,
    alone: () => 0.7,
    context: words('ninos?', 'national insurance', 'ni (?:number|no)'),
  },
  {
    kind: 'de-tax-id',
    pattern: numberToken('[1-9][0-9]( ?)[0-9]{3}\\1[0-9]{3}\\1[0-9]{3}'),
    match: whole((text) => isGermanTaxId(compact(text))),
    chance: 0.03,
    isTelling: true,
    alone: (text) => (text.includes(' ') ? 0.6 : 0.3),
    context: words(
      'steuer-?id',
      'steueridentifikationsnummer',
      'idnr',
      'tax ?id',
      'tin',
      'steuer(?:nummer)?',
    ),
  },
  {
    kind: 'fr-nir',
    pattern: numberToken(
      '[12]( ?)[0-9]{2}\\1(?:0[1-9]|1[0-2]|[2-9][0-9])\\1(?:[0-9]{2}|2[AB])\\1[0-9]{3}\\1[0-9]{3}\\1[0-9]{2}',
    ),
    match: whole((text) => isFrenchNumber(compact(text))),
    chance: 0.01,
    isTelling: true,
    alone: () => 0.9,
    context: words('nir', 'insee', 'sécurité sociale', 'securite sociale', 'sécu'),
  },
  {
    kind: 'es-dni',
    pattern: token('(?:[0-9]{8}|[XYZ]-?[0-9]{7})-?[A-HJ-NP-TV-Z]'),
    match: whole((text) => isSpanishNumber(compact(text))),
    chance: 0.05,
    isTelling: true,
    alone: () => 0.8,
    context: words('dni', 'nie', 'nif'),
  },
  {
    kind: 'it-fiscal-code',
    pattern: token('[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPR-T][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]'),
    match: whole(isItalianCode),
    chance: 0.04,
    isTelling: true,
    alone: () => 0.95,
    context: words('codice fiscale', 'c\\.?f\\.?', 'fiscal code'),
  },
  {
    kind: 'nl-bsn',
    pattern: numberToken('[0-9]{9}'),
    match: whole(
      (text) =>
        text !== '000000000' &&
        (weightedSum(text.slice(0, 8), [9, 8, 7, 6, 5, 4, 3, 2]) - Number(text[8])) % 11 === 0,
    ),
    chance: 0.09,
    isTelling: true,
    alone: () => 0.1,
    context: words('bsn', 'burgerservicenummer', 'sofinummer'),
  },
  {
    kind: 'se-personal-number',
    pattern: numberToken('(?:19|20)?[0-9]{6}[-+]?[0-9]{4}'),
    match: whole(
      (text) =>
        isDay(text.replace(/[-+]/, '').slice(-8, -4)) &&
        isLuhn(text.replace(/[-+]/, '').slice(-10)),
    ),
    chance: 0.1,
    isTelling: true,
    alone: (text) => (/[-+]/.test(text) ? 0.7 : 0.1),
    context: words('personnummer', 'personal number', 'person-?nr', 'pnr'),
  },
  {
    kind: 'pl-pesel',
    pattern: numberToken('[0-9]{11}'),
    match: whole((text) => isPesel(text)),
    chance: 0.03,
    isTelling: true,
    alone: () => 0.35,
    context: words('pesel'),
  },
  {
    kind: 'ch-ahv',
    pattern: numberToken('756(\\.?)[0-9]{4}\\1[0-9]{4}\\1[0-9]{2}'),
    match: whole((text) => weightedSum(compact(text), [1, 3]) % 10 === 0),
    chance: 0.1,
    isTelling: true,
    alone: (text) => (text.includes('.') ? 0.95 : 0.6),
    context: words('ahv', 'avs', 'sozialversicherungsnummer'),
  },
  {
    kind: 'br-cpf',
    pattern: numberToken('(?:[0-9]{3}\\.[0-9]{3}\\.[0-9]{3}-[0-9]{2}|[0-9]{11})'),
    match: whole((text) => isCpf(compact(text))),
    chance: 0.01,
    isTelling: true,
    alone: (text) => (text.includes('.') ? 0.95 : 0.4),
    context: words('cpfs?', 'cadastro de pessoas'),
  },
  {
    kind: 'in-aadhaar',
    pattern: numberToken('[2-9][0-9]{3}([ -]?)[0-9]{4}\\1[0-9]{4}'),
    match: whole((text) => isVerhoeff(compact(text))),
    chance: 0.1,
    isTelling: true,
    alone: (text) => (/[ -]/.test(text) ? 0.6 : 0.15),
    context: words('aadhaa?r', 'adhar', 'uidai', 'uid'),
  },
  {
    kind: 'ca-sin',
    pattern: numberToken('[1-79][0-9]{2}([- ]?)[0-9]{3}\\1[0-9]{3}'),
    match: whole((text) => isLuhn(compact(text))),
    chance: 0.1,
    isTelling: true,
    alone: (text) => (/[- ]/.test(text) ? 0.55 : 0.05),
    context: words('sins?', 'social insurance'),
  },
]

/** Social security number; areas 000, 666 and 900 to 999 are not given out, nor groups and serials of zeros. */
function ssn(form: {
  readonly pattern: string
  readonly chance: number
  readonly alone: number
}): Detector {
  return {
    kind: 'us-ssn',
    pattern: numberToken(form.pattern),
    match: whole((text) => /^(?!000|666|9)[0-9]{3}(?!00)[0-9]{2}(?!0000)/.test(compact(text))),
    chance: form.chance,
    isTelling: false,
    alone: () => form.alone,
    context: words('ssns?', 'social security', 'social sec'),
  }
}

/** Steuer-Identifikationsnummer (§ 139b AO): of the first ten digits exactly one comes twice or three times. */
function isGermanTaxId(digits: string): boolean {
  const counts = new Map<string, number>()
  for (const digit of digits.slice(0, 10)) counts.set(digit, (counts.get(digit) ?? 0) + 1)
  const repeated = [...counts.values()].filter((count) => count > 1)
  return repeated.length === 1 && (repeated[0] ?? 0) <= 3 && isMod11And10(digits)
}

/** Numéro d'inscription au répertoire (INSEE); Corsica's departments count as 19 and 18. */
function isFrenchNumber(text: string): boolean {
  const digits = text.replace('2A', '19').replace('2B', '18')
  return 97 - mod97(digits.slice(0, 13)) === Number(digits.slice(13))
}

function isSpanishNumber(text: string): boolean {
  const digits = text.slice(0, -1).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)))
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(digits) % 23] === text.at(-1)
}

const oddValues = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
]

/** Codice fiscale (D.M. 23/12/1976): characters at odd places count by a table, the others by their rank. */
function isItalianCode(text: string): boolean {
  let sum = 0
  for (let at = 0; at < 15; at++) {
    const value = Number.parseInt(text[at] ?? '', 36)
    const rank = value > 9 ? value - 10 : value
    sum += at % 2 === 0 ? (oddValues[rank] ?? 0) : rank
  }
  return String.fromCharCode(65 + (sum % 26)) === text[15]
}

/** PESEL: two digits of the year, the month with its century added as twenties, the day. */
function isPesel(digits: string): boolean {
  const month = String(Number(digits.slice(2, 4)) % 20).padStart(2, '0')
  const isDated = isDay(month + digits.slice(4, 6))
  return isDated && weightedSum(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0
}

function isCpf(digits: string): boolean {
  if (/^(.)\1*$/.test(digits)) return false
  const check = (length: number) => {
    const weights = Array.from({ length }, (_, at) => length + 1 - at)
    return ((weightedSum(digits.slice(0, length), weights) * 10) % 11) % 10
  }
  return check(9) === Number(digits[9]) && check(10) === Number(digits[10])
}

/** True for a month and a day as `MMDD`. */
function isDay(text: string): boolean {
  return /^(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])$/.test(text)
}
