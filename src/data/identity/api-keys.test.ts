import { describe, expect, test } from 'vitest'
import { findApiKey, isApiKey, makeApiKey } from './api-keys.ts'

const { key, sha256 } = makeApiKey('nightly')
const entry = { id: 'nightly', sha256, principal: 'nightly service' }
const nowMs = Date.UTC(2030, 0, 1)
const find = (text: string, more: object = {}) => findApiKey(text, [{ ...entry, ...more }], nowMs)

describe('API keys', () => {
  test('a key finds whom it stands for, and its hash does not hold it', () => {
    expect(find(key)).toMatchObject({ principal: 'nightly service' })
    expect(sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(isApiKey(key)).toBe(true)
  })

  test('no two keys are alike', () => {
    expect(makeApiKey('nightly').key).not.toBe(key)
  })

  test.each([
    ['the hash itself', sha256, {}],
    ['another key of the same name', makeApiKey('nightly').key, {}],
    ['a key with one letter changed', key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A'), {}],
    ['a key with more behind it', `${key} `, {}],
    ['nothing', '', {}],
    ['an expired key', key, { expires: '2029-12-31T23:59:59Z' }],
    ['a key whose end cannot be read', key, { expires: 'soon' }],
    ['an entry without a whole hash', key, { sha256: sha256.slice(0, 62) }],
  ])('%s finds nobody', (_, text, more) => {
    expect(find(text, more)).toBeUndefined()
  })

  test('a hash that is there twice finds nobody', () => {
    expect(findApiKey(key, [entry, { ...entry, principal: 'other' }], nowMs)).toBeUndefined()
  })
})
