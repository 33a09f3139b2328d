import { expect, test } from 'vitest'
import { type ColumnSample, judgeColumn } from './column.ts'
import { namedKinds } from './column-name.ts'

const isins = [
  'US0378331005',
  'DE0007164600',
  'GB0002634946',
  'FR0000120271',
  'JP3633400001',
  'CH0038863350',
  'US5949181045',
  'US0231351067',
  'US02079K3059',
  'XS0213101073',
]
const alike = isins.map((isin) => isin.slice(0, -1) + ((Number(isin.at(-1)) + 3) % 10))
const emails = isins.map((_, at) => `user${at}@example.com`)
const nine = Array.from({ length: 60 }, (_, at) => String(123_456_000 + at * 7919))

const judge = (name: string, values: readonly string[], type: ColumnSample['type'] = 'text') =>
  judgeColumn({ name, type, values })

test.each([
  ['ISIN', isins, 'isin'],
  ['value', isins, 'isin'],
  ['order_ref', isins, 'isin'],
  ['value', alike, undefined],
  ['ISIN', alike, undefined],
  ['value', [...emails, 'n/a', '-', ''], 'email'],
  ['value', emails.slice(0, 1), 'email'],
  ['value', isins.slice(0, 1), undefined],
  ['count', nine, undefined],
  ['ssn', nine, 'us-ssn'],
  ['trader', ['Kim Lee', 'Ana López'], 'person-name'],
  ['trader', ['T100', 'T200'], undefined],
  ['customerId', ['C-1', 'C-2'], 'internal-id'],
  ['api_key', ['x', 'y'], 'secret'],
  ['home address', ['1 Main St'], 'address'],
  ['version', ['1.2.3.4', '1.2.3.5', '1.2.4.0'], undefined],
  ['client_ip', ['10.2.3.4', '10.2.3.5', '10.2.4.0'], 'ip-address'],
  ['created', ['2024-01-02', '2024-01-03'], undefined],
])('a column %s of %j is %s', (name, values, kind) => {
  expect(judge(name, values).kind?.kind).toBe(kind)
})

test.each([
  ['size_musd', 'number', 'amount'],
  ['spread_at_launch_bps', 'number', 'spread'],
  ['date_of_birth', 'time', 'birth-date'],
  ['pricing_date', 'time', undefined],
  ['coupon', 'number', undefined],
] as const)('a %s column of type %s is told by its name: %s', (name, type, kind) => {
  expect(judge(name, ['1', '2'], type).kind?.kind).toBe(kind)
})

test('more exceptions make it less sure, and a name makes it surer', () => {
  const withJunk = (count: number) =>
    judge('value', [...isins.slice(0, 4), ...Array.from({ length: count }, (_, at) => `junk${at}`)])
      .kind?.confidence ?? 0
  expect(withJunk(0)).toBeGreaterThan(withJunk(1))
  expect(withJunk(1)).toBeGreaterThan(withJunk(3))
  const [first = ''] = isins
  expect(judge('isin', [first]).kind?.confidence).toBeGreaterThan(0.9)
  expect(judge('ISIN', isins).kind?.confidence).toBeLessThanOrEqual(0.99)
})

test('tells what longer texts hold', () => {
  const notes = ['call ana@example.com', 'sold US0378331005 at T+120', 'nothing', 'nothing else']
  expect(judge('notes', notes).inside).toEqual([
    { kind: 'isin', share: 0.25 },
    { kind: 'email', share: 0.25 },
    { kind: 'spread', share: 0.25 },
  ])
  expect(judge('payload', ['{"ssn": "123-45-6789"}'], 'other').inside).toEqual([
    { kind: 'us-ssn', share: 1 },
  ])
})

test.each([
  ['salesEmail_2', ['email']],
  ['ClientIBAN', ['iban']],
  ['bond_size', []],
  ['credit_rating', []],
  ['contact', []],
  ['Notes', []],
  ['card-number', ['card']],
])('the name %s speaks for %j', (name, kinds) => {
  expect(namedKinds(name)).toEqual(kinds)
})
