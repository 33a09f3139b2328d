import type { Classification } from '../../kernel/classification.ts'

/** Kinds of values that the detectors know, by the name that profiles and reports give them. */
export const dataKinds = [
  'isin',
  'cusip',
  'sedol',
  'lei',
  'figi',
  'ticker',
  'iban',
  'bic',
  'card',
  'email',
  'phone',
  'ip-address',
  'us-ssn',
  'uk-nino',
  'de-tax-id',
  'fr-nir',
  'es-dni',
  'it-fiscal-code',
  'nl-bsn',
  'se-personal-number',
  'pl-pesel',
  'ch-ahv',
  'br-cpf',
  'in-aadhaar',
  'ca-sin',
  'person-name',
  'address',
  'birth-date',
  'internal-id',
  'secret',
  'amount',
  'spread',
] as const
export type DataKind = (typeof dataKinds)[number]

/** What a kind is about, which is what its protection depends on. */
export type Family = 'security' | 'payment' | 'person' | 'figure' | 'secret'

const families: Readonly<Record<Family, readonly DataKind[]>> = {
  security: ['isin', 'cusip', 'sedol', 'lei', 'figi', 'ticker'],
  payment: ['iban', 'bic', 'card'],
  person: dataKinds.slice(dataKinds.indexOf('email'), dataKinds.indexOf('secret')),
  secret: ['secret'],
  figure: ['amount', 'spread'],
}

/** The family of a kind. */
export function familyOf(kind: DataKind): Family {
  if (families.security.includes(kind)) return 'security'
  if (families.payment.includes(kind)) return 'payment'
  if (families.figure.includes(kind)) return 'figure'
  return families.secret.includes(kind) ? 'secret' : 'person'
}

/** How sensitive values of a kind are unless their owner says otherwise. */
export function classificationOf(kind: DataKind): Classification {
  if (kind === 'ticker' || kind === 'bic') return 'INTERNAL'
  if (kind === 'internal-id' || kind === 'ip-address') return 'CONFIDENTIAL'
  const family = familyOf(kind)
  return family === 'security' || family === 'figure' ? 'CONFIDENTIAL' : 'RESTRICTED'
}
