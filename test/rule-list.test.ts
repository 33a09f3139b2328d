import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { families } from '../src/inspect/rules/index.ts'
import { renderRuleList } from '../src/report/rule-list.ts'

const docs = resolve(import.meta.dirname, '../docs')
const written = readFileSync(join(docs, 'rules.md'), 'utf8')

test('the index of rules is what the rules say', () => {
  expect(written, 'run scripts/rule-list.mjs').toBe(
    renderRuleList(families, '../src/inspect/rules'),
  )
})

test('the index leads to pages that are there', () => {
  const links = [...written.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link)
  expect(links).toHaveLength(families.flatMap(({ rules }) => rules).length)
  expect(links.filter((link) => !existsSync(join(docs, link)))).toEqual([])
})
