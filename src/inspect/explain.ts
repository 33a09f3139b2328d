import type { RuleId } from '../kernel/ids.ts'
import type { Family, Rule } from './rule.ts'
import { families } from './rules/index.ts'
import { pages } from './rules/pages.ts'

/** A rule with its family and its page in Markdown: why it matters, how to fix it, examples. */
export interface Explanation {
  readonly rule: Rule
  readonly family: Family
  readonly page: string
}

/** What there is to say about a rule; undefined where there is no rule of that name. */
export function explain(id: RuleId): Explanation | undefined {
  for (const family of families) {
    const rule = family.rules.find((one) => one.id === id)
    const page = pages[id]
    if (rule && page !== undefined) return { rule, family, page }
  }
  return undefined
}
