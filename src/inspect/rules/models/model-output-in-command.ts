import { modelWrote } from '../../model-flow.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { commandSinks } from '../../tables/model-sinks.ts'

/** A model's text is run as a command. */
export const modelOutputInCommand: Rule = {
  id: 'model-output-in-command',
  title: "A model's answer is run as a command",
  layer: 'taint',
  severity: 'critical',
  confidence: 0.9,
  persona: 'default',
  cwe: [78],
  owasp: ['LLM05:2025', 'A03:2021'],
  replaces: ['shell-command'],
  on: [
    onCall(commandSinks, (call, context) =>
      modelWrote(call, context, 'runs a command', { position: 0, keyword: 'args' }),
    ),
  ],
}
