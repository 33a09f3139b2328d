import { modelWrote } from '../../model-flow.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { queryAgents, querySinks } from '../../tables/model-sinks.ts'

/** A model's text is sent to a database. */
export const modelOutputInQuery: Rule = {
  id: 'model-output-in-query',
  title: "A model's answer is run as a query",
  layer: 'taint',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [89, 943],
  owasp: ['LLM05:2025', 'A03:2021'],
  replaces: ['sql-injection'],
  on: [
    onCall(queryAgents, (call) => ({
      message: `\`${call.shortName}\` sends the database whatever query the model writes.`,
      severity: 'medium',
      help: 'Give it a login that may read what it needs and nothing else, or fixed queries as tools.',
    })),
    onCall(querySinks, (call, context) =>
      modelWrote(call, context, 'sends a query', { position: 0, keyword: 'sql' }),
    ),
  ],
}
