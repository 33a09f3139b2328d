import { z } from 'zod'
import { explainRule, type RuleExplanation, ruleIds } from '../../inspect/explain.ts'
import { didYouMean } from '../../kernel/closest.ts'
import { CordonError } from '../../kernel/errors.ts'
import type { Operation } from '../operation.ts'

const ExplainInput = z.strictObject({ rule: z.string().min(1) })
type ExplainInput = z.infer<typeof ExplainInput>

/** What `cordon explain --json` prints. */
const ExplainDocument = z.strictObject({
  document: z.literal('cordon.explain/1'),
  rule: z.string(),
  title: z.string(),
  family: z.string(),
  severity: z.string(),
  confidence: z.number(),
  cwe: z.array(z.number()),
  page: z.string(),
})

/** Shows a rule's page. */
export const explainOperation: Operation<ExplainInput, RuleExplanation> = {
  name: 'explain',
  summary: 'Show what a rule looks for, why it matters and what to write instead',
  permission: 'none',
  surfaces: ['cli', 'library'],
  input: ExplainInput,
  output: ExplainDocument,
  run: async ({ rule }) => {
    const found = explainRule(rule)
    if (found) return found
    throw new CordonError('usage', `There is no rule "${rule}"${didYouMean(rule, ruleIds())}`, {
      help: 'Findings name their rule; the index of all rules is in docs/rules.md.',
    })
  },
  document: (found) => ({ document: 'cordon.explain/1', ...found }),
}
