// Values of each kind with the check digits that their standards ask for; written apart from the detectors.
import { capitals, consonants } from './random.mjs'

const alphanumerics = `0123456789${capitals}`

/** Makes one value of a kind. */
export const makers = {
  isin: (r) =>
    r.chance(0.1)
      ? r.pick([
          'US0378331005',
          'DE0007164600',
          'GB0002634946',
          'FR0000120271',
          'JP3633400001',
          'CH0038863350',
        ])
      : withLuhn(
          r.pick(['US', 'DE', 'XS', 'GB', 'FR', 'IT', 'JP', 'NL', 'CA']) + r.text(alphanumerics, 9),
        ),
  cusip: (r) =>
    r.chance(0.1) ? r.pick(['037833100', '594918104', '17275R102', '38259P508']) : cusip(r),
  sedol: (r) => (r.chance(0.1) ? r.pick(['0263494', 'B0YBKJ7', '2046251', 'B10RZP7']) : sedol(r)),
  lei: (r) =>
    r.chance(0.1)
      ? r.pick([
          'HWUPKR0MPOU8FGXBT394',
          '5493001KJTIIGC8Y1R12',
          'INR2EJN1ERAN0W5ZP974',
          '7H6GLXDRUGQFU57RNE97',
        ])
      : withMod97(r.digits(4) + r.text(alphanumerics, 14), ''),
  figi: (r) => (r.chance(0.1) ? r.pick(['BBG000BLNNH6', 'BBG000B9XRY4', 'BBG000BVPV84']) : figi(r)),
  iban: (r) => iban(r),
  card: (r) => card(r),
  email: (r) => email(r),
  'us-ssn': (r) =>
    r.pick(dashed([3, 2, 4]))(
      `${r.integer(1, 665)}`.padStart(3, '0') + r.integer(10, 99) + r.integer(1000, 9999),
    ),
  'uk-nino': (r) =>
    `${r.pick('ABCEHJLMPRSTWX')}${r.pick('ABCEHJLMPRSTWX')}${r.pick(['######', ' ## ## ## ']).replace(/#/g, () => r.digits(1))}${r.pick('ABCD')}`,
  'de-tax-id': (r) => germanTaxId(r),
  'fr-nir': (r) => {
    const body = `${r.integer(1, 2)}${r.digits(2)}${two(r.integer(1, 12))}${two(r.integer(1, 95))}${r.digits(6)}`
    return body + two(97 - Number(BigInt(body) % 97n))
  },
  'es-dni': (r) => {
    const body = r.digits(8)
    return `${body}${r.pick(['', '-'])}${'TRWAGMYFPDXBNJZSQVHLCKE'[Number(body) % 23]}`
  },
  'nl-bsn': (r) =>
    until(
      r,
      () => r.digits(9),
      (d) => d[0] !== '0' && weighted(d, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
    ),
  'se-personal-number': (r) => {
    const day = `${two(r.integer(30, 99))}${two(r.integer(1, 12))}${two(r.integer(1, 28))}`
    const body = withLuhn(day + r.digits(3))
    return `${r.pick(['', '19'])}${body.slice(0, 6)}${r.pick(['-', ''])}${body.slice(6)}`
  },
  'pl-pesel': (r) => {
    const body = `${two(r.integer(30, 99))}${two(r.integer(1, 12))}${two(r.integer(1, 28))}${r.digits(4)}`
    return body + ((10 - (weighted(body, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10)
  },
  'ch-ahv': (r) => {
    const body = `756${r.digits(9)}`
    const all = body + ((10 - (weighted(body, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10)
    return r.chance(0.8)
      ? `${all.slice(0, 3)}.${all.slice(3, 7)}.${all.slice(7, 11)}.${all.slice(11)}`
      : all
  },
  'br-cpf': (r) => {
    const body = r.digits(9)
    const first = body + (((weighted(body, [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10)
    const all = first + (((weighted(first, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10)
    return r.chance(0.8)
      ? `${all.slice(0, 3)}.${all.slice(3, 6)}.${all.slice(6, 9)}-${all.slice(9)}`
      : all
  },
  'ca-sin': (r) => r.pick(dashed([3, 3, 3]))(withLuhn(r.pick('1234567') + r.digits(7))),
  'ip-address': (r) =>
    r.chance(0.7)
      ? [r.integer(1, 223), r.integer(0, 255), r.integer(0, 255), r.integer(1, 254)].join('.')
      : `2001:db8:${r.text('0123456789abcdef', 4)}::${r.text('123456789abcdef', 3)}`,
  amount: (r) => {
    const number = r.pick([
      `${r.integer(1, 999)}`,
      `${r.integer(1, 99)},${r.digits(3)}`,
      `${r.integer(1, 9)}.${r.digits(1)}m`,
      `${r.integer(10, 900)}.${r.digits(2)}`,
    ])
    return r.pick([`$${number}`, `EUR ${number}`, `${number} USD`, `£${number}`, `€${number}`])
  },
  spread: (r) =>
    r.pick([
      `${r.integer(5, 650)}bps`,
      `${r.integer(5, 650)} bp`,
      `+${r.integer(5, 300)} bps`,
      `T+${r.integer(20, 400)}`,
      `MS+${r.integer(20, 400)}`,
    ]),
}

const phoneForms = {
  US: [
    '(N##) N##-####',
    'N##-N##-####',
    '+1 N## N## ####',
    '+1-N##-N##-####',
    'N##.N##.####',
    '+1NNNNNN####',
  ],
  GB: [
    '020 7### ####',
    '07### ######',
    '+44 7### ######',
    '+44 20 7### ####',
    '0161 ### ####',
    '+44 (0)20 7### ####',
  ],
  DE: [
    '030 ########',
    '0171 #######',
    '+49 30 #######',
    '+49 171 #######',
    '0211/######',
    '089-#######',
    '+49 (0)89 ######',
  ],
  FR: [
    '01 N# ## ## ##',
    '06 ## ## ## ##',
    '+33 6 ## ## ## ##',
    '+33 1 N# ## ## ##',
    '01.N#.##.##.##',
    '+336########',
  ],
  IT: ['06 ########', '+39 06 #######', '+39 3N# ### ####', '3N# ### ####', '02-########'],
  ES: ['6## ## ## ##', '91 ### ## ##', '+34 6## ### ###', '+34 91 ### ## ##', '6########'],
  JP: ['03-3###-####', '090-####-####', '+81 3 3### ####', '+81-90-####-####', '06-6###-####'],
  IN: ['+91 9#### #####', '9#### #####', '+91-9#########', '022-2### ####', '09#########'],
  AU: ['0412 ### ###', '(02) 9### ####', '+61 412 ### ###', '+61 2 9### ####', '03 9### ####'],
  BR: [
    '(11) 9####-####',
    '(21) 3###-####',
    '+55 11 9####-####',
    '+55 21 3###-####',
    '11 9####-####',
  ],
}

export const phoneCountries = Object.keys(phoneForms)

/** A telephone number as people in a country write it. */
export function phone(r, country) {
  return r.shaped(r.pick(phoneForms[country]))
}

function dashed(sizes) {
  const split = (separator) => (text) => {
    const starts = sizes.map((_, at) => sizes.slice(0, at).reduce((sum, size) => sum + size, 0))
    return starts.map((start, at) => text.slice(start, start + sizes[at])).join(separator)
  }
  return [split('-'), split('-'), split('-'), split(' '), split('')]
}

function two(value) {
  return String(value).padStart(2, '0')
}

function until(_, make, test) {
  for (;;) {
    const value = make()
    if (test(value)) return value
  }
}

function weighted(digits, weights) {
  return weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0)
}

/** Appends the digit that makes the Luhn sum of the expanded text a multiple of ten. */
function withLuhn(body) {
  for (let digit = 0; digit < 10; digit++) {
    const expanded = [...`${body}${digit}`].map((c) => Number.parseInt(c, 36)).join('')
    let sum = 0
    for (const [at, c] of [...expanded].reverse().entries()) {
      const twice = Number(c) * 2
      sum += at % 2 === 0 ? Number(c) : twice - (twice > 9 ? 9 : 0)
    }
    if (sum % 10 === 0) return `${body}${digit}`
  }
  return body
}

/** Text with two check digits behind `head`, so that the number of tail and head leaves 1 by 97. */
function withMod97(tail, head) {
  const expanded = [...`${tail}${head}00`].map((c) => Number.parseInt(c, 36)).join('')
  return `${head}${head ? '' : tail}${two(98 - Number(BigInt(expanded) % 97n))}${head ? tail : ''}`
}

function doubleAddDouble(body) {
  const sum = [...body].reduce((total, c, at) => {
    const value = Number.parseInt(c, 36) * (at % 2 === 0 ? 1 : 2)
    return total + [...String(value)].reduce((a, b) => a + Number(b), 0)
  }, 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}

function cusip(r) {
  return doubleAddDouble(r.digits(3) + r.text(alphanumerics, 3) + r.text(alphanumerics, 2))
}

function figi(r) {
  return doubleAddDouble(`BBG${r.text(`0123456789${consonants}`, 8)}`)
}

function sedol(r) {
  const body = r.chance(0.5)
    ? r.digits(6)
    : r.pick(consonants) + r.text(`0123456789${consonants}`, 5)
  const sum = [1, 3, 1, 7, 3, 9].reduce(
    (total, weight, at) => total + weight * Number.parseInt(body[at], 36),
    0,
  )
  return `${body}${(10 - (sum % 10)) % 10}`
}

function iban(r) {
  const [country, pattern] = r.pick([
    ['DE', '##################'],
    ['GB', '@@@@##############'],
    ['FR', '######################@'.replace('@', '#')],
    ['NL', '@@@@##########'],
    ['ES', '####################'],
    ['IT', '@######################'],
    ['CH', '#################'],
  ])
  const bare = withMod97(r.shaped(pattern), country)
  return r.chance(0.5) ? bare.replace(/(.{4})(?=.)/g, '$1 ') : bare
}

function card(r) {
  const bare = r.pick([
    () => withLuhn(`4${r.digits(14)}`),
    () => withLuhn(`5${r.integer(1, 5)}${r.digits(13)}`),
    () => withLuhn(`37${r.digits(12)}`),
    () => withLuhn(`6011${r.digits(11)}`),
  ])()
  const separator = r.pick(['', ' ', '-'])
  return bare.length === 15
    ? [bare.slice(0, 4), bare.slice(4, 10), bare.slice(10)].join(
        separator === '-' ? ' ' : separator,
      )
    : bare.replace(/(.{4})(?=.)/g, `$1${separator}`)
}

const firstNames = [
  'anna',
  'joão',
  'li',
  'marie-claire',
  'omar',
  'kate',
  'priya',
  'sven',
  'o.neill',
  'tom_w',
]
const hosts = [
  'example.com',
  'mail.example.org',
  'uni.example.ac.uk',
  'bücher.example',
  'sub.bank-group.example.net',
  'example.museum',
]

function email(r) {
  return `${r.pick(firstNames)}${r.pick(['', '.', '+', '_', '-'])}${r.pick(['meier', 'silva', 'chen', 'x9', '77', 'news'])}@${r.pick(hosts)}`
}

function germanTaxId(r) {
  const digits = until(
    r,
    () => r.pick('123456789') + r.digits(9),
    (body) => {
      const counts = [...'0123456789'].map((d) => body.split(d).length - 1)
      return counts.filter((count) => count > 1).length === 1 && Math.max(...counts) <= 3
    },
  )
  let product = 10
  for (const digit of digits) {
    let sum = (Number(digit) + product) % 10
    if (sum === 0) sum = 10
    product = (2 * sum) % 11
  }
  const all = `${digits}${product === 1 ? 0 : 11 - product}`
  return r.chance(0.5)
    ? all
    : `${all.slice(0, 2)} ${all.slice(2, 5)} ${all.slice(5, 8)} ${all.slice(8)}`
}
