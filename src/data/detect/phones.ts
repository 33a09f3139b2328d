import { type Detector, words } from './detector.ts'

const context = words(
  'tel',
  'tele?phone',
  'phones?',
  'mobile',
  'mob',
  'cell',
  'fax',
  'call(?:ed|s)?',
  'dial',
  'ring',
  'rang',
  'reach(?:ed|able)?',
  'contact',
  'whats?app',
  'sms',
  'telefon',
  'handy',
  'tél',
  'téléphone',
  'móvil',
  'teléfono',
  'cellulare',
  'telefono',
  'telefone',
  'celular',
)

const pattern =
  /(?<![A-Za-z0-9+]|[A-Za-z0-9][-_./#=])(?:[+0-9]|\([+0-9])[0-9 ().\-/\u00a0\u2011]{5,24}[0-9](?![A-Za-z0-9]|[-_/#][A-Za-z0-9]|[.][0-9])/g

/** Telephone numbers: international ones by their country's length, national ones by how they are written, the rest by context. */
export const phoneDetectors: readonly Detector[] = [
  phones({ styles: ['international', 'american', 'trunk'], chance: 0.15 }),
  phones({ styles: ['grouped', 'bare'], chance: 0.9 }),
]

function phones(some: { readonly styles: readonly Style[]; readonly chance: number }): Detector {
  const isOfStyle = (text: string) => some.styles.some((style) => style === styleOf(text))
  return {
    kind: 'phone',
    pattern,
    match: (candidate) => longestStart(candidate, isOfStyle),
    chance: some.chance,
    isTelling: false,
    alone: (text) => sureness[styleOf(text) ?? 'bare'],
    context,
  }
}

type Style = 'international' | 'american' | 'trunk' | 'grouped' | 'bare'

const sureness: Readonly<Record<Style, number>> = {
  international: 0.9,
  american: 0.75,
  trunk: 0.6,
  grouped: 0.35,
  bare: 0.1,
}

/** Digits after the country code, at least and at most (ITU-T E.164 and the countries' numbering plans). */
const plans: ReadonlyMap<string, readonly [number, number]> = new Map(
  (
    '1:10-10 7:10-10 20:8-10 27:9-9 30:10-10 31:9-9 32:8-9 33:9-9 34:9-9 36:8-9 39:6-11 40:9-9 41:9-9 43:4-13 ' +
    '44:9-10 45:8-8 46:7-10 47:8-8 48:9-9 49:6-12 51:8-9 52:10-10 53:6-8 54:10-11 55:10-11 56:9-9 57:10-10 58:10-10 ' +
    '60:8-10 61:9-9 62:8-12 63:8-10 64:8-10 65:8-8 66:8-9 81:9-10 82:8-11 84:9-10 86:10-11 90:10-10 91:10-10 92:9-10 ' +
    '93:9-9 94:9-9 95:7-10 98:10-10 351:9-9 352:5-11 353:7-9 354:7-9 355:8-9 356:8-8 357:8-8 358:6-12 359:7-9 370:8-8 ' +
    '371:8-8 372:7-8 380:9-9 381:8-9 385:8-9 386:8-8 420:9-9 421:9-9 423:7-9 852:8-8 853:8-8 886:8-9 961:7-8 962:8-9 ' +
    '965:8-8 966:8-9 971:8-9 972:8-9 974:7-8'
  )
    .split(' ')
    .map((entry) => {
      const [code = '', least = '', most = ''] = entry.split(/[:-]/)
      return [code, [Number(least), Number(most)]]
    }),
)

/** The longest whole groups of a candidate, from its start, that pass a test. */
function longestStart(candidate: string, test: (text: string) => boolean): string | undefined {
  const ends = groupEnds(candidate)
  for (let at = ends.length - 1; at >= 0; at--) {
    const { end, digitCount } = ends[at] ?? { end: 0, digitCount: 0 }
    // Numbers are said in groups, most of them longer than one digit; this keeps hostile text cheap.
    if (digitCount < 7 || digitCount > 17 || (at > 2 && digitCount < at * 2)) continue
    const text = candidate.slice(0, end)
    if (test(text)) return text
  }
  return undefined
}

/** Where the groups of digits end, and how many digits there are up to there. */
function groupEnds(text: string): { readonly end: number; readonly digitCount: number }[] {
  const ends: { end: number; digitCount: number }[] = []
  let digitCount = 0
  for (let at = 0; at < text.length; at++) {
    if (!isDigit(text[at])) continue
    digitCount++
    if (!isDigit(text[at + 1])) ends.push({ end: at + 1, digitCount })
  }
  return ends
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9'
}

function styleOf(text: string): Style | undefined {
  const digits = text.replace(/[^0-9]/g, '')
  const isInternational = /^\(?\+|^00[1-9]/.test(text)
  if (!isInternational && (digits.length < 7 || digits.length > 12)) return undefined
  if (/[ ().\-/]{3}|[.\-/]{2}|^[^(]*\)|\([^)]*$/.test(text)) return undefined
  if (isInternational) {
    return isDialled(text, digits.replace(/^00/, '')) ? 'international' : undefined
  }
  const groups = text.split(/[^0-9]+/).filter(Boolean)
  if (groups.length === 1) return digits.length >= 8 ? 'bare' : undefined
  return isDateLike(text) ? undefined : groupedStyle(text, digits, groups)
}

function groupedStyle(text: string, digits: string, groups: readonly string[]): Style | undefined {
  const american =
    /^(?:1[ .-]?)?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[ .-])[2-9][0-9]{2}[ .-][0-9]{4}$/
  if (american.test(text)) return 'american'
  if (
    groups.some(
      (group) => group.length === 1 && group !== '0' && group !== '1' && !text.startsWith('('),
    )
  ) {
    return undefined
  }
  const isTrunk = /^0[1-9]/.test(digits) && digits.length >= 9
  const isBracketed = /^\([0-9]{2,5}\)/.test(text) && digits.length >= 9
  return isTrunk || isBracketed ? 'trunk' : 'grouped'
}

/** True where the digits after the country code are as many as the country has. */
function isDialled(text: string, digits: string): boolean {
  const significant = text.includes('(0)') ? digits.replace(/^([1-9][0-9]{0,2})0/, '$1') : digits
  for (const length of [3, 2, 1]) {
    const plan = plans.get(significant.slice(0, length))
    if (!plan) continue
    const rest = significant.length - length
    return rest >= plan[0] && rest <= plan[1]
  }
  return /^[2-9]/.test(significant) && significant.length >= 9 && significant.length <= 15
}

function isDateLike(text: string): boolean {
  return (
    /^(?:19|20)[0-9]{2}[-/. ][0-9]{1,2}[-/. ][0-9]{1,2}/.test(text) ||
    /^[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:19|20)?[0-9]{2}(?!\.?[0-9])/.test(text) ||
    /^[0-9]+\.[0-9]+$/.test(text) ||
    /^(?:[0-9]{1,3}\.){3}[0-9]{1,3}$/.test(text)
  )
}
