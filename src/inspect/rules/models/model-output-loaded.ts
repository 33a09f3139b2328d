import { modelWrote } from '../../model-flow.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { loadSinks } from '../../tables/model-sinks.ts'

/** A model's text becomes objects. */
export const modelOutputLoaded: Rule = {
  id: 'model-output-loaded',
  title: "Objects are made of a model's answer",
  layer: 'taint',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [502, 20],
  owasp: ['LLM05:2025', 'A08:2021'],
  replaces: ['yaml-load-unsafe', 'unsafe-unpickling'],
  on: [onCall(loadSinks, (call, context) => modelWrote(call, context, 'makes objects of text'))],
}
