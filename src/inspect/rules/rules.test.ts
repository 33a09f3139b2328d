import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { InspectPolicy } from '../config.ts'
import { defaultInspectPolicy } from '../config.ts'
import { explain } from '../explain.ts'
import { createInspector } from '../inspect.ts'
import type { Family, Rule } from '../rule.ts'
import { families } from './index.ts'
import type { PageBlock } from './page-blocks.ts'
import { pageBlocks } from './page-blocks.ts'

const here = new URL('.', import.meta.url)
const page = (family: Family, rule: Rule) =>
  readFileSync(new URL(`${family.id}/${rule.id}.md`, here), 'utf8')
const cases = families.flatMap((family) =>
  family.rules.map((rule) => ({ id: rule.id, family, rule })),
)

describe('every rule', () => {
  test('is in the list, in the folder of its family, beside its page', () => {
    const folders = readdirSync(here, { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    )
    expect(folders.map(({ name }) => name).sort()).toEqual(families.map(({ id }) => id).sort())
    for (const family of families) {
      const files = readdirSync(new URL(`${family.id}/`, here))
      const pages = files.filter((file) => file.endsWith('.md')).map((file) => file.slice(0, -3))
      expect(pages.sort(), family.id).toEqual(family.rules.map(({ id }) => id).sort())
      for (const { id } of family.rules) expect(files, family.id).toContain(`${id}.ts`)
    }
  })

  test('has a name of its own', () => {
    const ids = cases.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
  })

  test.each(cases)('$id has metadata that hold', ({ rule }) => {
    expect(rule.title).toMatch(/^[A-Z].*[^.]$/)
    expect(rule.confidence).toBeGreaterThan(0)
    expect(rule.confidence).toBeLessThanOrEqual(1)
    for (const entry of rule.owasp) {
      expect(entry).toMatch(/^(A(0\d|10):20\d\d|LLM(0\d|10):20\d\d|ASVS-\d+(\.\d+)*)$/)
    }
  })

  test.each(cases)(
    '$id replaces only rules that there are, and none that replaces it',
    ({ rule }) => {
      const all = new Map(cases.map((one) => [one.id, one.rule]))
      const replaced = new Set(rule.replaces)
      for (const id of replaced) {
        expect(all.has(id), id).toBe(true)
        for (const next of all.get(id)?.replaces ?? []) replaced.add(next)
      }
      expect([...replaced]).not.toContain(rule.id)
    },
  )

  test.each(cases)('$id has a page of the agreed form', ({ family, rule }) => {
    const text = page(family, rule)
    const headings = text
      .split('\n')
      .filter((line) => /^#+ /.test(line) && !/^# [a-z ]*[A-Z(]/.test(line))
    expect(text.startsWith(`# ${rule.id}\n\n`)).toBe(true)
    expect(headings).toContain('## How to fix')
    const blocks = pageBlocks(text)
    if (rule.on.length === 0 && rule.id !== 'syntax-error') return
    expect(blocks.some(({ isBad }) => isBad)).toBe(true)
    expect(blocks.some(({ isBad }) => !isBad)).toBe(true)
  })

  test.each(cases)('$id can be explained in the words of its page', ({ family, rule }) => {
    expect(explain(rule.id)?.page, 'run scripts/rule-pages.mjs').toBe(page(family, rule))
  })

  test.each(cases)('$id reports what its page says, and nothing else', ({ family, rule }) => {
    for (const block of pageBlocks(page(family, rule))) {
      const lines = reportedLines(rule, block)
      expect(lines, block.code).toEqual(expectedLines(rule, block))
      if (block.isBad) expect(lines.length).toBeGreaterThan(0)
      else expect(lines).toEqual([])
    }
  })
})

/** The lines, from 1 within the block, that carry a marker for this rule. */
function expectedLines(rule: Rule, { code }: PageBlock): readonly number[] {
  return code.split('\n').flatMap((line, i) => {
    const ids = /# error: \[([^\]]*)\]/.exec(line)?.[1]?.split(/, */) ?? []
    return ids.includes(rule.id) ? [i + 1] : []
  })
}

function reportedLines(rule: Rule, { code }: PageBlock): readonly number[] {
  const policy: InspectPolicy = {
    ...defaultInspectPolicy(),
    persona: rule.persona === 'default' ? 'gate' : rule.persona,
  }
  const { findings } = createInspector(policy)(code, [])
  const lines = findings.filter((finding) => finding.rule === rule.id).map(({ span }) => span.line)
  return [...new Set(lines)]
}
