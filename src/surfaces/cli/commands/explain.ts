import { explainOperation } from '../../../api/operations/explain.ts'
import type { Explanation } from '../../../inspect/explain.ts'
import type { Command, Given } from '../command.ts'
import { foldMarkdown } from '../fold.ts'
import { argument } from '../given.ts'

export const explainCommand: Command<{ rule: string }, Explanation> = {
  operation: explainOperation,
  args: [{ name: '<rule>', description: 'a rule as findings name it' }],
  options: [],
  examples: ['cordon explain exec-used'],
  readInput: async (given) => ({ rule: argument(given, 0) }),
  view: explanationView,
  exitCode: () => 0,
}

function explanationView({ rule, family, page }: Explanation, { terminal }: Given): string {
  const [headline = '', ...rest] = page.split('\n')
  const weaknesses = [...rule.cwe.map((number) => `CWE-${number}`), ...rule.owasp].join(', ')
  const facts = `${rule.severity}, ${Math.round(rule.confidence * 100)} % sure, for ${rule.persona}`
  const text = [
    `${headline}: ${rule.title}`,
    '',
    `${family.title} | ${facts} | ${weaknesses}`,
    ...rest,
  ].join('\n')
  return foldMarkdown(text, terminal.width)
}
