import { expect, test } from 'vitest'
import { countries } from './detect/countries.ts'
import { regionMasker } from './regions.ts'

test.each([
  ['DE', 'Western Europe'],
  ['germany', 'Western Europe'],
  [' UK ', 'Northern Europe'],
  ['12 Main St, Springfield, USA', 'Northern America'],
  ['Japan', 'Eastern Asia'],
  ['Elbonia', 'other'],
  ['', 'other'],
])('%j lies in %s', (place, region) => {
  expect(regionMasker(undefined)(place)).toBe(region)
})

test('every country has a region', () => {
  // Antarctica and islands without people are in none.
  const none = [...countries].filter((code) => regionMasker(undefined)(code) === 'other')
  expect(none).toEqual(['AQ', 'BV', 'CC', 'CX', 'GS', 'HM', 'IO', 'TF', 'UM'])
})

test('a policy lists regions of its own', () => {
  const mask = regionMasker({ EMEA: ['London', 'Paris'], APAC: ['Tokyo'] })
  expect(['london', 'Rue X, Paris', 'TOKYO', 'Germany'].map(mask)).toEqual([
    'EMEA',
    'EMEA',
    'APAC',
    'other',
  ])
})
