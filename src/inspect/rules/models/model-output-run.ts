import { modelWrote } from '../../model-flow.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { codeSinks } from '../../tables/model-sinks.ts'

/** A model's text is run as code. */
export const modelOutputRun: Rule = {
  id: 'model-output-run',
  title: "A model's answer is run as code",
  layer: 'taint',
  severity: 'critical',
  confidence: 0.9,
  persona: 'default',
  cwe: [94, 95],
  owasp: ['LLM05:2025', 'A03:2021'],
  replaces: ['dynamic-code'],
  on: [onCall(codeSinks, (call, context) => modelWrote(call, context, 'runs code'))],
}
