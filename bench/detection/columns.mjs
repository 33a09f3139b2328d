import { capitals, seeded } from './random.mjs'
import { makers, phone, phoneCountries } from './values.mjs'

const perColumn = 40

/** Names that say what is in a column, and phrases that do in a text. */
const telling = {
  isin: [
    ['ISIN', 'isin_code'],
    ['bought ISIN % today', 'the security % was repriced', 'position in bond % (held)'],
  ],
  cusip: [
    ['CUSIP', 'cusip9'],
    ['CUSIP % settles tomorrow', 'see cusip: %.'],
  ],
  sedol: [['SEDOL'], ['SEDOL % was called', 'listed as sedol %']],
  lei: [
    ['LEI', 'issuer_lei'],
    ['legal entity % reported', 'LEI: %', 'counterparty is % per the register'],
  ],
  figi: [
    ['FIGI', 'bbg_figi'],
    ['FIGI % maps to it', 'instrument % was added'],
  ],
  iban: [
    ['IBAN', 'beneficiary_iban'],
    ['please pay to % until Friday', 'account %, thank you', 'IBAN: %'],
  ],
  card: [
    ['card_number', 'creditCard'],
    ['charged card % twice', 'my card is % exp 12/27', 'visa %'],
  ],
  email: [
    ['email', 'salesEmail'],
    ['write to % for details', 'cc: %, please', '<%> wrote:', 'ask %.'],
  ],
  'us-ssn': [
    ['SSN', 'social_security_no'],
    ['his SSN is %', 'SSN: %, verified', 'social security number %'],
  ],
  'uk-nino': [
    ['nino', 'national_insurance'],
    ['national insurance number %', 'NINO % on file', 'employee % started'],
  ],
  'de-tax-id': [
    ['steuer_id', 'tax_id'],
    ['Steuer-ID % liegt vor', 'die Steueridentifikationsnummer lautet %'],
  ],
  'fr-nir': [
    ['nir', 'num_insee'],
    ['son NIR est %', 'numéro % du dossier'],
  ],
  'es-dni': [
    ['dni', 'nif'],
    ['con DNI % en Madrid', 'el señor con % firmó'],
  ],
  'nl-bsn': [
    ['bsn', 'burgerservicenummer'],
    ['BSN % gecontroleerd', 'zijn bsn: %'],
  ],
  'se-personal-number': [['personnummer'], ['personnummer % finns', 'hennes personnummer är %']],
  'pl-pesel': [['PESEL'], ['PESEL: % zgodny', 'numer PESEL %']],
  'ch-ahv': [
    ['ahv_nr', 'AHV'],
    ['AHV-Nummer %', 'die AHV lautet %'],
  ],
  'br-cpf': [['cpf'], ['CPF % do cliente', 'com o cpf % ativo']],
  'ca-sin': [
    ['SIN', 'social_insurance'],
    ['social insurance number %', 'SIN % on file'],
  ],
  'ip-address': [
    ['ip', 'client_ip'],
    ['login from % failed', 'server % is down', 'traffic to % dropped'],
  ],
  amount: [['price_text'], ['raised % last week', 'priced at % each', 'a fee of % applies']],
  spread: [['spread_text'], ['launched at % today', 'tightened to % on demand']],
}
const phoneTelling = [
  ['phone', 'mobile_no'],
  [
    'call me at % please',
    'Tel. %, ask for Kim',
    'my phone is %',
    'reach him on %',
    '% (mobile)',
    'or % after six',
  ],
]

/** Kinds that columns without a telling name hold as well: their check digits or their form say enough of a whole column. */
const plainNamed = [
  'isin',
  'cusip',
  'lei',
  'figi',
  'iban',
  'card',
  'email',
  'es-dni',
  'ch-ahv',
  'br-cpf',
  'fr-nir',
  'us-ssn',
  'ip-address',
  'spread',
  'amount',
]
const plainNames = ['value', 'col_7', 'data', 'field']

const dirty = ['', '-', 'n/a', 'unknown']

/** What looks like a value of some kind and is none, with the names that such columns have. */
const lookAlikes = {
  order_no: (r) =>
    r.pick(['US', 'DE', 'GB', 'FR']) + r.text(`0123456789${capitals}`, 9) + r.digits(1),
  invoice_ref: (r) => r.digits(9),
  tracking_code: (r) => r.digits(16),
  part_sku: (r) => r.text(`0123456789${capitals}`, 9),
  version: (r) => `${r.integer(0, 20)}.${r.integer(0, 30)}.${r.integer(0, 99)}.${r.integer(0, 99)}`,
  build: (r) => `v${r.integer(0, 20)}.${r.integer(0, 30)}.${r.integer(0, 99)}`,
  trace_id: (r) => `${hex(r, 8)}-${hex(r, 4)}-${hex(r, 4)}-${hex(r, 4)}-${hex(r, 12)}`,
  commit: (r) => hex(r, 40),
  created_at: (r) =>
    `20${r.integer(10, 26)}-${two(r.integer(1, 12))}-${two(r.integer(1, 28))} ${two(r.integer(0, 23))}:${two(r.integer(0, 59))}:${two(r.integer(0, 59))}`,
  settled: (r) => `${two(r.integer(1, 28))}/${two(r.integer(1, 12))}/20${r.integer(10, 26)}`,
  position: (r) => `${r.integer(-90, 90)}.${r.digits(6)}, ${r.integer(-180, 180)}.${r.digits(6)}`,
  epoch_ms: (r) => `17${r.digits(11)}`,
  lot: (r) => `${r.digits(3)}-${r.digits(3)}-${r.digits(3)}`,
  code: (r) => r.text(`0123456789${capitals}`, 12),
  key: (r) => r.text(`0123456789${capitals}`, 20),
  handle: (r) => `@${r.text('abcdefghij', 8)}`,
  asset: (r) => `icon@${r.integer(2, 3)}x.png`,
  mac: (r) => Array.from({ length: 6 }, () => hex(r, 2)).join(':'),
  ratio: (r) => `${r.integer(1, 9)}:${r.integer(1, 9)}`,
  isbn: (r) => `978-${r.digits(1)}-${r.digits(4)}-${r.digits(4)}-${r.digits(1)}`,
  count: (r) => `${r.integer(1000, 99_999_999)}`,
  page: (r) => `https://example.com/items/${r.digits(10)}?v=${r.digits(9)}`,
}
const harmless = [
  'order % shipped on Monday',
  'see ticket %',
  'release % is out',
  'tracking % not found',
  'invoice % is overdue',
  'reference % in the log',
  'build % failed',
  'the part % is sold out',
]

/** Columns of labelled cells: `{name, cells: [{text, kind?, value?}]}`, a `value` being the part of the text that is of the kind. */
export function labelledColumns(seed) {
  const r = seeded(seed)
  const columns = []
  for (const [kind, [names, phrases]] of Object.entries(telling)) {
    const make = () => makers[kind](r)
    columns.push(column(r, { name: r.pick(names), kind, make }), texts(r, { kind, make, phrases }))
    if (plainNamed.includes(kind)) columns.push(column(r, { name: r.pick(plainNames), kind, make }))
  }
  for (const country of phoneCountries) {
    const some = { kind: 'phone', country, make: () => phone(r, country) }
    columns.push(column(r, { ...some, name: r.pick(phoneTelling[0]) }))
    columns.push(texts(r, { ...some, phrases: phoneTelling[1] }))
  }
  for (const [name, make] of Object.entries(lookAlikes)) {
    columns.push(column(r, { name, make: () => make(r) }))
    columns.push(texts(r, { make: () => make(r), phrases: harmless }))
  }
  return columns
}

/** Values in texts that say nothing about them, kind by kind; no goal is set for these, detectors then ask for a telling form. */
export function bareTexts(seed) {
  const r = seeded(seed)
  const phrases = ['% and that was it', 'so %.', 'it said % again']
  return Object.keys(telling).map((kind) =>
    texts(r, { kind, make: () => makers[kind](r), phrases }),
  )
}

function column(r, { name, kind, country, make }) {
  const cells = Array.from({ length: perColumn }, () => {
    if (r.chance(0.05)) return { text: r.pick(dirty) }
    const value = make()
    return kind ? { text: value, kind, country, value } : { text: value }
  })
  return { name, cells }
}

function texts(r, { kind, country, make, phrases }) {
  const cells = Array.from({ length: perColumn }, () => {
    const value = make()
    const text = r.pick(phrases).replace('%', () => value)
    return kind ? { text, kind, country, value } : { text }
  })
  return { name: 'comment', cells }
}

function hex(r, length) {
  return r.text('0123456789abcdef', length)
}

function two(value) {
  return String(value).padStart(2, '0')
}
