// Decisions on who may do what: 500 roles, a dataset of 2,000 columns, callers with three roles each.
import { maskFor } from '../dist/data/access.js'
import { parseDatasets } from '../dist/data/config.js'
import { levelOf } from '../dist/decide/decide.js'
import { atLeast } from './figures.mjs'

const levels = ['PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'RESTRICTED']

/** Decisions a second, each on one caller and one column: the mask, and whether the caller may read what it then sees. */
export async function measure({ count = 20_000 } = {}) {
  const names = Array.from({ length: 500 }, (_, at) => `role${at}`)
  const roles = Object.fromEntries(
    names.map((name, at) => [
      name,
      {
        permissions: [`set${at % 50}:read:${levels[at % 4]}`, '*:aggregate:INTERNAL', 'wide:*:*'],
        deny: [`set${(at + 7) % 50}:export:*`],
      },
    ]),
  )
  const columns = Object.fromEntries(
    Array.from({ length: 2000 }, (_, at) => [
      `column${at}`,
      {
        classification: levels[at % 4],
        mask: { default: 'hash', [names[at % 500]]: 'none', [names[(at * 7) % 500]]: 'partial' },
      },
    ]),
  )
  const dataset = { classification: 'INTERNAL', rows: { default: 'true' }, columns }
  const parsed = parseDatasets({ wide: dataset }, names)
  if (!parsed.ok) throw new Error('the policy of the measurement is wrong')
  const policy = parsed.value.get('wide')
  const decideOn = (at) => {
    const principal = {
      id: `caller${at}`,
      roles: [names[at % 500], names[(at * 3) % 500], names[(at * 11) % 500]],
      groups: [],
      attributes: {},
    }
    const name = `column${(at * 13) % 2000}`
    const isClear = maskFor(policy, name, principal).kind === 'none'
    const { classification } = policy.columns.get(name)
    const clearColumns = isClear ? [{ name, classification }] : []
    const access = { name: 'wide', classification: 'INTERNAL', clearColumns, isExported: false }
    return levelOf(access, principal, roles)
  }
  for (let at = 0; at < 2000; at++) decideOn(at)
  const start = performance.now()
  for (let at = 0; at < count; at++) decideOn(at)
  const rate = (count / (performance.now() - start)) * 1000
  return [atLeast('decisions, 500 roles and 2,000 columns', rate, { unit: '/s', goal: 10_000 })]
}
