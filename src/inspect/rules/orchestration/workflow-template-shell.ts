import type { Report, Rule } from '../../rule.ts'
import { onKeyword } from '../../rule.ts'

/** What starts a workflow becomes part of a command. */
export const workflowTemplateShell: Rule = {
  id: 'workflow-template-shell',
  title: 'The parameters of a workflow become part of a command',
  layer: 'calls',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [78],
  owasp: ['A03:2021'],
  on: [
    onKeyword(
      ['bash_command', 'command', 'sql', 'cmds', 'arguments'],
      ({ node: { arg: keyword, value: node }, site }, { meaning }): Report | undefined => {
        const parts = node.kind === 'List' ? node.elts : [node]
        const isFilled = parts.some((part) =>
          meaning
            .texts(part, site)
            .some((text) => /\{\{[^}]{0,200}\b(dag_run\.conf|params)\b/.test(text)),
        )
        return isFilled
          ? {
              message: `\`${keyword}\` is filled with what the workflow was started with.`,
              help: 'Pass it as an environment variable (`env`) or as a parameter, and quote it there.',
              severity: keyword === 'bash_command' || keyword === 'sql' ? 'high' : 'medium',
            }
          : undefined
      },
    ),
  ],
}
