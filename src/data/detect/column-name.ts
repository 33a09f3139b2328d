import { detectors } from './detectors.ts'
import type { DataKind } from './kinds.ts'

/** Words of names that speak for a kind; for kinds that are not here these are the words of their detector's context. */
const named: readonly (readonly [DataKind, RegExp])[] = [
  ['isin', /\bisins?\b/],
  ['iban', /\bibans?\b/],
  ['bic', /\b(?:bic|swift(?: code)?)\b/],
  ['card', /\b(?:cards?|pan|cc|card ?(?:no|number|num))\b/],
  [
    'phone',
    /\b(?:tel|telephone|phones?|telephones|mobile|cell|cellphone|fax|telefon|handy|whatsapp|sms)\b/,
  ],
  ['ip-address', /\b(?:ip|host|server)\b/],
  ['email', /\b(?:e ?mails?|mail)\b/],
  [
    'secret',
    /\b(?:passw(?:or)?d|pwd|passphrase|secret|api key|access key|private key|auth token|access token|pin code)\b/,
  ],
  ['birth-date', /\b(?:dob|birth|birthday|birthdate|born|geburtsdatum)\b/],
  [
    'internal-id',
    /\b(?:customer|client|employee|staff|user|account|acct|trader|counterparty|cpty|patient|member|person|contact|portfolio|personnel|subscriber|holder)s? ?(?:ids?|nos?|num|number|nr|code|key|ref|uuid|guid)\b/,
  ],
  [
    'person-name',
    /\b(?:(?:first|last|middle|given|family|full|maiden|customer|client|employee|contact|holder|person|user|patient|member) ?name|firstname|lastname|fullname|surname|forename|salesperson|sales person|trader|contact person|vorname|nachname|nom|prenom|apellidos?|cognome)\b/,
  ],
  [
    'address',
    /\b(?:street|address(?: line)?|addr|postal ?code|post ?code|zip(?: ?code)?|home address|residence|strasse|adresse|plz)\b/,
  ],
  ['ticker', /\b(?:ticker|symbol|ric|bbg ticker)\b/],
  ['spread', /\b(?:bps?|spread|oas|z spread|g spread|asw|premium bps)\b/],
  [
    'amount',
    /\b(?:amount|amt|notional|salary|wage|income|balance|turnover|revenue|fee|pnl|price|nominal|face value|book size|size m?m?(?:usd|eur|gbp)|market value|mv|exposure|limit)\b/,
  ],
]

const listed = new Set(named.map(([kind]) => kind))

const doubts =
  /\b(?:orders?|invoices?|tickets?|tracking|sku|parts?|serial|versions?|release|build|revision|commit|hash|checksum|uuid|guid|batch|lot|parcel|shipment|refs?|reference|transaction|session|request|trace|firmware|v)\b/i

/** A column's name as words: `salesEmail_2` gives `sales email 2`. */
export function wordsOf(name: string): string {
  return name
    .slice(0, 256)
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase()
}

/** The kinds that a column's name speaks for, the most telling first. */
export function namedKinds(name: string): readonly DataKind[] {
  const text = wordsOf(name)
  const byName = named.flatMap(([kind, pattern]) => (pattern.test(text) ? [kind] : []))
  const byContext = detectors.flatMap(({ kind, context }) =>
    !listed.has(kind) && context.test(text) ? [kind] : [],
  )
  return [...new Set([...byContext, ...byName])]
}

/** True where words speak of orders, versions and other codes that only look like identifiers. */
export function isDoubtful(text: string): boolean {
  return doubts.test(text)
}
