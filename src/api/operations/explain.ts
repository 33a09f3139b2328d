import { z } from 'zod'
import { type Explanation, explain } from '../../inspect/explain.ts'
import { rules } from '../../inspect/rules/index.ts'
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
  owasp: z.array(z.string()),
  page: z.string(),
})

/** Shows a rule's page. */
export const explainOperation: Operation<ExplainInput, Explanation> = {
  name: 'explain',
  summary: 'Show what a rule looks for, why it matters and what to write instead',
  permission: 'none',
  surfaces: ['cli', 'library'],
  input: ExplainInput,
  output: ExplainDocument,
  run: async ({ rule }) => {
    const found = explain(rule)
    if (found) return found
    throw new CordonError(
      'usage',
      `There is no rule "${rule}"${didYouMean(
        rule,
        rules.map(({ id }) => id),
      )}`,
      {
        help: 'Findings name their rule; the index of all rules is in docs/rules.md.',
      },
    )
  },
  document: ({ rule, family, page }) => ({
    document: 'cordon.explain/1',
    rule: rule.id,
    title: rule.title,
    family: family.id,
    severity: rule.severity,
    confidence: rule.confidence,
    cwe: rule.cwe,
    owasp: rule.owasp,
    page,
  }),
}
