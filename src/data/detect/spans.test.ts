import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detectors } from './detectors.ts'
import { changeJson } from './nested.ts'
import { findSpans, replaceSpans } from './spans.ts'

const found = (text: string, name = '') =>
  findSpans(text, { name }).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`)

describe('identifiers with check digits', () => {
  test.each([
    ['isin', 'US0378331005'],
    ['isin', 'DE0007164600'],
    ['isin', 'XS0213101073'],
    ['cusip', '037833100'],
    ['cusip', '17275R102'],
    ['sedol', '0263494'],
    ['sedol', 'B0YBKJ7'],
    ['lei', 'HWUPKR0MPOU8FGXBT394'],
    ['figi', 'BBG000BLNNH6'],
    ['figi', 'BBG000B9XRY4'],
    ['iban', 'DE89370400440532013000'],
    ['iban', 'GB29 NWBK 6016 1331 9268 19'],
    ['card', '4111 1111 1111 1111'],
    ['card', '378282246310005'],
    ['de-tax-id', '86 095 742 719'],
    ['fr-nir', '255081416802538'],
    ['es-dni', '12345678Z'],
    ['es-dni', 'X1234567L'],
    ['it-fiscal-code', 'RSSMRA85T10A562S'],
    ['nl-bsn', '111222333'],
    ['se-personal-number', '811228-9874'],
    ['pl-pesel', '44051401359'],
    ['ch-ahv', '756.9217.0769.85'],
    ['br-cpf', '529.982.247-25'],
    ['in-aadhaar', '2341 2341 2346'],
    ['ca-sin', '130 692 544'],
  ])('%s: %s is found, and not with a wrong digit', (kind, value) => {
    const name = kind.replaceAll('-', ' ').replace('card', 'card number')
    const context =
      { 'de-tax-id': 'Steuer-ID', 'in-aadhaar': 'Aadhaar', 'ca-sin': 'SIN' }[kind] ?? name
    const word = { 'nl-bsn': 'BSN', 'pl-pesel': 'PESEL', 'se-personal-number': 'personnummer' }[
      kind
    ]
    const sentence = (text: string) => `the ${word ?? context} ${text}, noted`
    expect(found(sentence(value))).toEqual([`${kind} ${value}`])
    const at = value.search(/[0-9](?=[^0-9]*$)/)
    const wrong = `${value.slice(0, at)}${(Number(value[at]) + 1) % 10}${value.slice(at + 1)}`
    expect(found(sentence(wrong))).not.toContain(`${kind} ${wrong}`)
  })

  test('an IBAN ends where its country says, whatever follows', () => {
    expect(found('to DE89 3704 0044 0532 0130 00 PAID NOW')).toEqual([
      'iban DE89 3704 0044 0532 0130 00',
    ])
  })
})

describe('values known by their form and what is around them', () => {
  test.each([
    ["write to anna.o'neill+x@mail.example.co.uk.", ["email anna.o'neill+x@mail.example.co.uk"]],
    ['Grüße an jürgen@bücher.example', ['email jürgen@bücher.example']],
    ['see logo@2x.png, @handle, a@b, x@.com and a..b@c.com', []],
    ['from 10.0.0.12 to 2001:db8::1', ['ip-address 10.0.0.12', 'ip-address 2001:db8::1']],
    ['version 10.2.14.7 at 12:30:45, std::vector, 300.1.2.3', []],
    ['call +44 20 7946 0958 or (415) 555-0132', ['phone +44 20 7946 0958', 'phone (415) 555-0132']],
    ['Tel. 0171 2345678', ['phone 0171 2345678']],
    ['on 2024-01-15 at 10.02.2023, id 550e8400-e29b-41d4-a716-446655440000', []],
    ['his SSN is 078-05-1120', ['us-ssn 078-05-1120']],
    ['SSN 000-12-3456, 666-12-3456, 123-00-4567', []],
    ['priced at $1,250.50 and EUR 3.5m, not EURO2024', ['amount $1,250.50', 'amount EUR 3.5m']],
    ['at T+125, 40bps wide', ['spread T+125', 'spread 40bps']],
    [
      'born 12.03.1980 in a small town near the sea; joined in May, on 01.02.2020',
      ['birth-date 12.03.1980'],
    ],
    ['the BASELINE was moved', []],
    ['BIC DEUTDEFF', ['bic DEUTDEFF']],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  test('words and names speak for a value and against it', () => {
    expect(found('order US0378331005 shipped')).toEqual([])
    expect(found('ISIN US0378331005')).toHaveLength(1)
    expect(found('US0378331005', 'orderNo')).toEqual([])
    expect(found('037833100', 'cusip_code')).toEqual(['cusip 037833100'])
    expect(found('037833100', 'value')).toEqual([])
  })
})

test('spans are in order, apart, and inside the text, whatever the text', () => {
  const piece = fc.constantFrom(
    'US0378331005',
    ' ',
    '4111 1111 1111 1111',
    '-',
    '+49 30 1234567',
    'a@b.example',
    '10.0.0.1',
    'é',
    '::',
    'SSN ',
    '078-05-1120',
    'EUR 5m',
    '12',
    'DE89370400440532013000',
    '\u0000',
    '𝟙',
    'born 1980-01-02',
  )
  const text = fc.oneof(
    fc.array(piece).map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(text, (value) => {
      let at = 0
      for (const span of findSpans(value)) {
        expect(span.start).toBeGreaterThanOrEqual(at)
        expect(span.end).toBeGreaterThan(span.start)
        expect(span.confidence).toBeGreaterThanOrEqual(0.5)
        at = span.end
      }
      expect(at).toBeLessThanOrEqual(value.length)
    }),
  )
}, 30_000)

test('replaced values are gone and the rest stays', () => {
  const text = 'Ana (ana@example.com, +34 612 345 678) sold US0378331005 for EUR 5m.'
  const masked = replaceSpans(text, findSpans(text), ({ kind }) => `[${kind}]`)
  expect(masked).toBe('Ana ([email], [phone]) sold [isin] for [amount].')
  expect(findSpans(masked)).toEqual([])
})

test('time is linear in hostile text', () => {
  const timeOf = (piece: string, size: number) => {
    const text = piece.repeat(size / piece.length)
    const times = detectors.map((detector) => {
      const start = process.cpuUsage().user
      detector.pattern.lastIndex = 0
      for (let hit = detector.pattern.exec(text); hit; hit = detector.pattern.exec(text)) {
        detector.pattern.lastIndex = hit.index + (detector.match(hit[0])?.length ?? 1)
      }
      return (process.cpuUsage().user - start) / 1000
    })
    return times.reduce((sum, time) => sum + time, 0)
  }
  for (const piece of ['1 ', '4111 ', 'a@', 'a.', '::', '+1', 'A1', 'x@y.', '(1)']) {
    const short = Math.min(...[0, 1, 2].map(() => timeOf(piece, 3000)))
    // For twenty times the text a linear search takes some twenty times as long, a quadratic one four hundred times.
    expect(timeOf(piece, 60_000)).toBeLessThan(120 * Math.max(short, 3))
  }
}, 30_000)

describe('nested values', () => {
  const order = {
    id: 7,
    customer: { email: 'ana@example.com', phones: ['+34 612 345 678', 'none'] },
    ssn: 123_456_789,
    'kim@example.com': ['sold US0378331005', null, true],
  }
  const mask = (text: string, name: string) =>
    replaceSpans(text, findSpans(text, { name }), ({ kind }) => `[${kind}]`)

  test('are replaced, keys too, and all else keeps its characters', () => {
    const json = JSON.stringify(order, null, 1)
    expect(changeJson(json, (text) => text)).toBe(json)
    expect(JSON.parse(changeJson(json, mask))).toEqual({
      id: 7,
      customer: { email: '[email]', phones: ['[phone]', 'none'] },
      ssn: '[us-ssn]',
      '[email]': ['sold [isin]', null, true],
    })
    const odd = String.raw`{"a": "x\u0040 \"y\"", "n": 12345678901234567890, "f": 1.50}`
    expect(changeJson(odd, mask)).toBe(odd)
  })

  test('hide nothing behind escapes, in depth or in long numbers', () => {
    expect(changeJson(String.raw`["ana\u0040example.com"]`, mask)).toBe('["[email]"]')
    const deep = `${'['.repeat(50_000)}"ana@example.com"${']'.repeat(50_000)}`
    expect(changeJson(deep, mask)).not.toContain('ana@')
    expect(changeJson('{"card": 6011000990139424124}', mask)).toBe('{"card": "[card]"}')
    expect(changeJson('{"card": 4.111111111111111e15}', mask)).toBe('{"card": "[card]"}')
  })
})

describe('people and places in running text', () => {
  test.each([
    ['Mr. Dao Minh Tuan called', 'person-name Dao Minh Tuan'],
    ['spoke to Oluwaseun de la Cruz today', 'person-name Oluwaseun de la Cruz'],
    ['Maria Gonzales asked', 'person-name Maria Gonzales'],
    ['at 221B Baker Street, London', 'address 221B Baker Street, London'],
    ['wohnt Hauptstraße 15, 10115 Berlin', 'address Hauptstraße 15, 10115 Berlin'],
    ['au 14 rue de Rivoli', 'address 14 rue de Rivoli'],
    ['Calle Mayor 7', 'address Calle Mayor 7'],
  ])('%s', (text, span) => {
    expect(found(text)).toEqual([span])
  })

  test.each([
    'Deutsche Bank raised it',
    'the Green Bond Framework of Enel',
    'Quarter Three Results',
  ])('no one is in %s', (text) => {
    expect(found(text)).toEqual([])
  })
})
