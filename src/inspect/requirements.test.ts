import { expect, test } from 'vitest'
import { admitsBelow, parseRequirement } from './requirements.ts'

test.each([
  ['pandas', { name: 'pandas', versions: '' }],
  [
    'Ruamel.Yaml [jinja2] >= 0.17 ; python_version < "3.12"',
    { name: 'ruamel-yaml', versions: '>=0.17' },
  ],
  ['numpy>=1, <2', { name: 'numpy', versions: '>=1,<2' }],
  ['git+https://x.example/a', undefined],
  ['./wheel/x.whl', undefined],
  ['-r', undefined],
])('reads the requirement %s', (written, expected) => {
  expect(parseRequirement(written)).toEqual(expected)
})

test.each([
  ['==2.5.1', '2.6', true],
  ['==2.6.0', '2.6', false],
  ['==2.10', '2.6', false],
  ['>=2.4,<3', '2.6', true],
  ['>=2.6,<3', '2.6', false],
  ['~=2.5', '2.6', true],
  ['', '2.6', false],
  ['==x', '2.6', false],
])('%s admits versions below %s: %s', (versions, fixed, expected) => {
  expect(admitsBelow(versions, fixed)).toBe(expected)
})
