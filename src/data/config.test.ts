import { expect, test } from 'vitest'
import { formatIssue } from '../kernel/issue.ts'
import { parseDatasets } from './config.ts'

const roles = ['analyst', 'head-of-desk']

test('reads who sees what', () => {
  const parsed = parseDatasets(
    {
      bonds: {
        classification: 'INTERNAL',
        source: 'bonds.csv',
        rows: { analyst: 'row.region == user.region', 'head-of-desk': true },
        columns: {
          ISIN: {
            classification: 'CONFIDENTIAL',
            mask: { default: 'hash', 'head-of-desk': 'none' },
          },
          size: { mask: { default: { generalize: 50 }, analyst: { constant: 0 } } },
          priced: { mask: { generalize: 'month' } },
          score: { mask: { default: { bucket: [0, 2.5, 10] }, analyst: { noise: 0.5 } } },
          client: { mask: 'tokenize' },
          note: {},
        },
      },
    },
    roles,
  )
  if (!parsed.ok) throw new Error(parsed.issues.map(formatIssue).join('\n'))
  const bonds = parsed.value.get('bonds')
  expect(bonds?.columnsDefault).toBe('allow')
  expect(Object.fromEntries(bonds?.rows ?? [])).toEqual({
    analyst: 'row.region == user.region',
    'head-of-desk': 'true',
  })
  expect(bonds?.columns.get('ISIN')).toEqual({
    classification: 'CONFIDENTIAL',
    default: { kind: 'hash' },
    roles: new Map([['head-of-desk', { kind: 'none' }]]),
  })
  expect(bonds?.columns.get('size')).toEqual({
    classification: 'INTERNAL',
    default: { kind: 'bin', size: 50 },
    roles: new Map([['analyst', { kind: 'constant', value: 0 }]]),
  })
  expect(bonds?.columns.get('priced')?.default).toEqual({ kind: 'date', step: 'month' })
  expect(bonds?.columns.get('score')).toMatchObject({
    default: { kind: 'bucket', edges: [0, 2.5, 10] },
    roles: new Map([['analyst', { kind: 'noise', size: 0.5 }]]),
  })
  expect(bonds?.columns.get('client')?.default).toEqual({ kind: 'tokenize' })
  expect(bonds?.columns.get('note')?.default).toEqual({ kind: 'none' })
})

const bonds = (change: object) => ({
  bonds: { classification: 'INTERNAL', rows: { analyst: 'true' }, ...change },
})
const masked = (mask: unknown) => bonds({ columns: { ISIN: { mask } } })

test.each([
  [bonds({ rows: undefined }), 'datasets -> bonds -> rows: '],
  [bonds({ rows: {} }), 'datasets -> bonds -> rows: name at least one role'],
  [
    bonds({ rows: { analist: 'true' } }),
    'datasets -> bonds -> rows -> analist: no role "analist" is defined; did you mean "analyst"?',
  ],
  [
    bonds({ rows: { analyst: 'row.a ==' } }),
    'datasets -> bonds -> rows -> analyst: not a condition: ',
  ],
  [
    bonds({ rows: { analyst: 'row.a' + ' + 1' } }),
    'datasets -> bonds -> rows -> analyst: must be true or false',
  ],
  [
    bonds({ clasification: 'PUBLIC' }),
    'datasets -> bonds -> clasification: unknown key; did you mean "classification"?',
  ],
  [bonds({ classification: 'SECRET' }), 'datasets -> bonds -> classification: '],
  [masked('hsh'), 'datasets -> bonds -> columns -> ISIN -> mask: a mask is one of none, hash'],
  [
    masked({ default: 'hsh' }),
    'datasets -> bonds -> columns -> ISIN -> mask -> default: a mask is one of none, hash',
  ],
  [
    masked({ default: { generalize: -1 } }),
    'datasets -> bonds -> columns -> ISIN -> mask -> default -> generalize: Too small',
  ],
  [
    masked({ default: { bucket: [5, 1] } }),
    'datasets -> bonds -> columns -> ISIN -> mask -> default -> bucket: give the edges',
  ],
  [
    masked({ default: { bucket: [] } }),
    'datasets -> bonds -> columns -> ISIN -> mask -> default -> bucket: ',
  ],
  [
    masked({ default: { noise: 0 } }),
    'datasets -> bonds -> columns -> ISIN -> mask -> default -> noise: ',
  ],
  [
    masked({ default: { custom: 'row.a +' } }),
    'datasets -> bonds -> columns -> ISIN -> mask -> default: not a condition: ',
  ],
  [
    masked({ custom: 'row.a.upper()' }),
    'datasets -> bonds -> columns -> ISIN -> mask: no function "upper" with 1 operands',
  ],
  [
    masked({ custom: '[row.a]' }),
    'datasets -> bonds -> columns -> ISIN -> mask: must be a text, number, time or boolean',
  ],
  [masked({ analyst: 'none' }), 'datasets -> bonds -> columns -> ISIN -> mask: add "default"'],
  [
    masked({ default: 'hash', boss: 'none' }),
    'datasets -> bonds -> columns -> ISIN -> mask -> boss: no role "boss" is defined',
  ],
  [{ class: bonds({}).bonds }, 'datasets -> class: "class" is a Python keyword'],
  [[], 'datasets: '],
])('says where and what is wrong: %j', (input, message) => {
  const parsed = parseDatasets(input, roles)
  if (parsed.ok) throw new Error('was accepted')
  expect(parsed.issues.map(formatIssue).some((text) => text.startsWith(message))).toBe(true)
  expect(parsed.issues.map(formatIssue).filter((text) => !text.startsWith('datasets'))).toEqual([])
})
