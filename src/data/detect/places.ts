import { type Detector, whole, words } from './detector.ts'

const word = "\\p{Lu}[\\p{L}'’.-]{1,30}"
const streets =
  'Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Square|Sq|Place|Terrace|Way|Close|Crescent|Highway|Hwy|Parkway|Pkwy|Gardens|Mews|Alley|Circle|Quay|Row'
/** A town and its code after a street. */
const town = `(?:,? (?:[0-9]{4,5}(?: [A-Z]{2})? )?${word}(?: ${word}){0,2}(?:,? [A-Z]{2})?(?: [0-9]{5}(?:-[0-9]{4})?| [A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2})?)?`

/** Street addresses in running text, as some countries write them; a place without street and number is none. */
export const placeDetectors: readonly Detector[] = [
  street(
    `[0-9]{1,5}[A-Za-z]?(?:-[0-9]{1,5})? (?:[NSEW]\\.? )?(?:${word} ){1,3}(?:${streets})(?![\\p{L}])\\.?${town}`,
  ),
  street(
    `\\p{Lu}[\\p{L}-]{1,30}(?:straße|strasse|str\\.|weg|platz|allee|gasse|damm|ufer|straat|laan|plein|gracht)(?: |\\. ?)[0-9]{1,4}[a-z]?${town}`,
  ),
  street(
    `(?:${word} ){1,3}(?:Straße|Strasse|Str\\.|Weg|Platz|Allee|Gasse|Damm|Ufer) [0-9]{1,4}[a-z]?${town}`,
  ),
  street(
    `[0-9]{1,4}(?: bis| ter)?,? (?:rue|avenue|av\\.|boulevard|bd|place|allée|chemin|impasse|quai|cours) (?:(?:de|du|des|la|le|l’|d’) ){0,2}${word}(?:[ -]${word}){0,3}${town}`,
  ),
  street(
    `(?:Calle|C/|Avenida|Avda\\.?|Plaza|Paseo|Via|Viale|Piazza|Corso|Rua|Praça) (?:(?:de|del|da|do|dos|della|la|el) ){0,2}${word}(?: ${word}){0,3},? (?:n[º°o]\\.? ?)?[0-9]{1,4}(?![0-9])${town}`,
  ),
  street('(?:P\\.? ?O\\.? Box|Postfach|Apartado) [0-9]{1,7}'),
]

function street(pattern: string): Detector {
  return {
    kind: 'address',
    pattern: new RegExp(`(?<![\\p{L}0-9])${pattern}`, 'gu'),
    match: whole(() => true),
    chance: 0.02,
    isTelling: true,
    alone: () => 0.85,
    context: words('address', 'lives? (?:at|in)', 'home', 'street', 'adresse', 'wohnt'),
  }
}
