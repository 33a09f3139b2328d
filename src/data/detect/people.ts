import { type Detector, whole, words } from './detector.ts'
import { givenNames } from './given-names.ts'

const capitalised = "\\p{Lu}[\\p{L}'’-]{1,30}"
const initial = '\\p{Lu}\\.'
const particle = '(?:van|von|de|del|della|der|den|di|da|dos|la|le|bin|al|el|ter|zu)'
const rest = `(?: (?:${initial}|${particle}|${capitalised})){0,4}`
const surname = `(?: (?:${initial}|${particle})){0,3} ${capitalised}(?: ${capitalised}){0,2}`
const titles =
  'Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lady|Herr|Herrn|Frau|Monsieur|Madame|Mme|Mlle|Señor|Señora|Sra|Sr|Signor|Signora|Sig|Dott|Mevrouw|Meneer|Dhr|Mevr|Pan|Pani'
const greetings =
  'Dear|Hi|Hello|Hey|Hallo|Liebe|Lieber|Cher|Chère|Querid[oa]|[Mm]y name is|[Ii]ch heiße|[Jj]e m’appelle'
const cues =
  'name is|named|spoke (?:to|with)|speak (?:to|with)|met(?: with)?|contact(?:ed)?|signed by|sent by|written by|approved by|on behalf of|attn:?|customer|client|patient|employee|colleague|trader|holder|beneficiary|regards,|sincerely,|Grüße,?'

/** Names of people in running text: by a title or a phrase before them, or by a common given name. What has neither is missed. */
export const peopleDetectors: readonly Detector[] = [
  named(`(?<=(?<![\\p{L}])(?:${titles})\\.? {1,2})${capitalised}${rest}`, 0.9),
  named(`(?<=(?<![\\p{L}])(?:${greetings}) )${capitalised}${rest}`, 0.75),
  named(`(?<=(?<![\\p{L}])(?:${cues}) {1,2})${capitalised}${surname}`, 0.7),
  {
    ...named(`(?<![\\p{L}'’-])${capitalised}${surname}(?![\\p{L}])`, 0.8),
    match: (candidate) => (isGiven(candidate) ? candidate : undefined),
  },
]

function named(pattern: string, sure: number): Detector {
  return {
    kind: 'person-name',
    pattern: new RegExp(pattern, 'gu'),
    match: whole(() => true),
    chance: 0.05,
    isTelling: false,
    alone: () => sure,
    context: words('name', 'customer', 'client', 'contact'),
  }
}

/** True where the first word is a given name. */
export function isGiven(text: string): boolean {
  const [first = ''] = text.split(/[ -]/)
  return givenNames.has(first.toLowerCase())
}
