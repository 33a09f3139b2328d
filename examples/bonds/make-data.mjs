// Writes bonds.csv and bonds.parquet: 4,800 synthetic new bond issues. The same seed gives the same bytes.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const rowCount = 4800

/** mulberry32: a small generator that gives the same numbers in [0, 1) everywhere. */
function generator(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const sectors = [
  { name: 'Financials', weight: 30, premium: 1.5 },
  { name: 'Utilities', weight: 14, premium: -1.5 },
  { name: 'Industrials', weight: 14, premium: 0 },
  { name: 'Energy', weight: 10, premium: 3 },
  { name: 'Technology', weight: 10, premium: -1 },
  { name: 'Healthcare', weight: 9, premium: -0.5 },
  { name: 'Consumer', weight: 8, premium: 0.5 },
  { name: 'Real Estate', weight: 5, premium: 4.5 },
]
const ratings = [
  { name: 'AAA', grade: 'ig', weight: 3, spread: 35, premium: -2.5 },
  { name: 'AA', grade: 'ig', weight: 12, spread: 60, premium: -1.5 },
  { name: 'A', grade: 'ig', weight: 34, spread: 95, premium: 0 },
  { name: 'BBB', grade: 'ig', weight: 36, spread: 150, premium: 2 },
  { name: 'BB', grade: 'hy', weight: 10, spread: 290, premium: 6 },
  { name: 'B', grade: 'hy', weight: 5, spread: 460, premium: 11 },
]
const regions = [
  {
    name: 'EMEA',
    weight: 45,
    premium: 0,
    desks: { ig: ['london-ig', 'frankfurt-ig'], hy: ['london-hy'] },
    countries: ['DE', 'FR', 'GB', 'NL', 'ES', 'IT', 'SE'],
    currencies: ['EUR', 'EUR', 'EUR', 'GBP', 'USD'],
  },
  {
    name: 'Americas',
    weight: 38,
    premium: -1,
    desks: { ig: ['newyork-ig', 'toronto-ig'], hy: ['newyork-hy'] },
    countries: ['US', 'US', 'US', 'CA', 'MX'],
    currencies: ['USD', 'USD', 'USD', 'USD', 'CAD'],
  },
  {
    name: 'APAC',
    weight: 17,
    premium: 2.5,
    desks: { ig: ['singapore-ig', 'tokyo-ig'], hy: ['hongkong-hy'] },
    countries: ['JP', 'AU', 'SG', 'HK', 'KR'],
    currencies: ['USD', 'USD', 'JPY', 'AUD'],
  },
]
const starts = [
  'Alder',
  'Birch',
  'Cobalt',
  'Delta',
  'Ember',
  'Fjord',
  'Granite',
  'Harbour',
  'Indigo',
  'Juniper',
]
const middles = ['Bay', 'Crest', 'Field', 'Gate', 'Hill', 'Lake', 'Point', 'Ridge']
const ends = {
  Financials: ['Bank', 'Capital', 'Insurance'],
  Utilities: ['Power', 'Water', 'Grid'],
  Industrials: ['Works', 'Logistics', 'Engineering'],
  Energy: ['Energy', 'Petroleum'],
  Technology: ['Systems', 'Semiconductors', 'Software'],
  Healthcare: ['Pharma', 'Medical'],
  Consumer: ['Foods', 'Brands', 'Retail'],
  'Real Estate': ['Properties', 'Estates'],
}
const givenNames = [
  'ada',
  'ben',
  'chloe',
  'dev',
  'elena',
  'farid',
  'grace',
  'hugo',
  'ines',
  'jonas',
  'kira',
  'liam',
]
const familyNames = [
  'archer',
  'brandt',
  'costa',
  'dubois',
  'evans',
  'fischer',
  'garcia',
  'haines',
  'ito',
  'jensen',
]
const tenors = [3, 5, 7, 10, 12, 15, 20, 30]

/** The check digit of the first eleven characters of an ISIN (ISO 6166: letters as two digits, then Luhn). */
export function isinCheckDigit(body) {
  const digits = [...body].map((character) => Number.parseInt(character, 36)).join('')
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return (10 - (sum % 10)) % 10
}

/** The file's text: a header and `rowCount` records, by pricing date. */
export function makeCsv() {
  const random = generator(20_260_131)
  const issuers = makeIssuers(random)
  const taken = new Set()
  const rows = Array.from({ length: rowCount }, () => makeRow(random, issuers, taken))
  rows.sort((a, b) =>
    a.pricing_date < b.pricing_date ? -1 : a.pricing_date > b.pricing_date ? 1 : 0,
  )
  const names = Object.keys(rows[0])
  const lines = rows.map((row) => names.map((name) => row[name]).join(','))
  return `${[names.join(','), ...lines].join('\n')}\n`
}

function makeIssuers(random) {
  const issuers = new Map()
  while (issuers.size < 420) {
    const sector = weighted(random, sectors)
    const name = `${one(random, starts)} ${one(random, middles)} ${one(random, ends[sector.name])}`
    const region = weighted(random, regions)
    const rating = weighted(random, ratings)
    issuers.set(name, {
      name,
      sector,
      region,
      country: one(random, region.countries),
      rating,
      desk: one(random, region.desks[rating.grade]),
    })
  }
  return [...issuers.values()]
}

function makeRow(random, issuers, taken) {
  const issuer = one(random, issuers)
  const { region, rating, sector } = issuer
  const years = one(random, tenors)
  const priced = businessDay(random)
  const isGreen = random() < (sector.name === 'Utilities' ? 0.4 : 0.12)
  const spread = Math.max(
    8,
    rating.spread * (0.75 + years / 40) + normal(random) * rating.spread * 0.12,
  )
  const premium =
    4 + rating.premium + sector.premium + region.premium - (isGreen ? 2 : 0) + normal(random) * 3
  const size = Math.max(100, Math.round(Math.exp(6.3 + normal(random) * 0.55) / 50) * 50)
  const cover = Math.max(0.9, 3.2 - premium / 9 + normal(random) * 0.9)
  const isBookKnown = random() > 0.04
  return {
    ISIN: makeIsin(random, issuer.country, taken),
    issuer: issuer.name,
    region: region.name,
    desk: issuer.desk,
    sector: sector.name,
    rating: rating.name,
    pricing_date: priced.toISOString().slice(0, 10),
    maturity_date: `${priced.getUTCFullYear() + years}${priced.toISOString().slice(4, 8)}15`,
    currency: one(random, region.currencies),
    size_musd: size,
    coupon: (Math.round((2.1 + spread / 100 + years * 0.02) * 8) / 8).toFixed(3),
    spread_at_launch_bps: spread.toFixed(1),
    new_issue_premium_bps: premium.toFixed(1),
    book_size_musd: isBookKnown ? Math.round(size * cover) : '',
    is_green: isGreen,
    sales_email: `${one(random, givenNames)}.${one(random, familyNames)}@example.com`,
  }
}

function makeIsin(random, country, taken) {
  for (;;) {
    const number = String(Math.floor(random() * 1e9)).padStart(9, '0')
    const body = country + number
    if (taken.has(body)) continue
    taken.add(body)
    return body + isinCheckDigit(body)
  }
}

function businessDay(random) {
  const start = Date.UTC(2024, 0, 2)
  const day = new Date(start + Math.floor(random() * 730) * 86_400_000)
  const weekday = day.getUTCDay()
  const shift = weekday === 0 ? 1 : weekday === 6 ? 2 : 0
  return new Date(day.getTime() + shift * 86_400_000)
}

function weighted(random, options) {
  let rest = random() * options.reduce((sum, { weight }) => sum + weight, 0)
  for (const option of options) {
    rest -= option.weight
    if (rest < 0) return option
  }
  return options[0]
}

function one(random, options) {
  return options[Math.floor(random() * options.length)]
}

/** Box and Muller's normal deviate, rounded so that no machine's last bit of log or cos can change the file. */
function normal(random) {
  const u = Math.max(random(), 1e-12)
  const v = random()
  return Math.round(Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v) * 1e6) / 1e6
}

async function writeParquet(csvPath, parquetPath) {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  const quoted = (path) => `'${path.replaceAll("'", "''")}'`
  await connection.run(
    `COPY (SELECT * FROM read_csv(${quoted(csvPath)}, header = true)) TO ${quoted(parquetPath)} (FORMAT parquet)`,
  )
  connection.closeSync()
  instance.closeSync()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? fileURLToPath(new URL('.', import.meta.url))
  writeFileSync(`${folder}/bonds.csv`, makeCsv())
  await writeParquet(`${folder}/bonds.csv`, `${folder}/bonds.parquet`)
}
