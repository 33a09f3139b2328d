import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import type { Report, Rule } from '../../rule.ts'
import { onKeyword } from '../../rule.ts'
import { textParts } from '../../text-parts.ts'

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
      ({ node: { arg: keyword, value: node }, site }, context): Report | undefined => {
        const { meaning } = context
        if (keyword === 'bash_command' && holdsVariable(node, site, context)) {
          return {
            message: 'A variable that others can change becomes part of the command.',
            help: 'Pass it as an environment variable (`env`), and quote it there.',
            severity: 'medium',
          }
        }
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

/** `"run.sh " + Variable.get("x")`: whoever edits variables of the workflow writes commands. */
function holdsVariable(node: Expression, site: Site, context: Context): boolean {
  return textParts(context, { node, site }).some(
    (part) =>
      part.kind === 'hole' &&
      context.meaning
        .paths(part.value.node, part.value.site)
        .some((path) =>
          /^airflow\.(models|sdk)\.(variable\.)?Variable\.get\(\)|\.Param\(\)/.test(path),
        ),
  )
}
