import type { AsyncFunctionDef, Expression, FunctionDef } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import { isToolFunction } from '../../handlers.ts'
import type { Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

/** A tool takes anything. */
export const toolArgumentOpen: Rule = {
  id: 'tool-argument-open',
  title: 'A tool takes arguments of any kind',
  layer: 'names',
  severity: 'low',
  confidence: 0.8,
  persona: 'pedantic',
  cwe: [20],
  owasp: ['LLM06:2025'],
  on: [
    onNode('FunctionDef', ({ node, site }, context) => reportOn(node, site, context)),
    onNode('AsyncFunctionDef', ({ node, site }, context) => reportOn(node, site, context)),
  ],
}

function reportOn(
  node: FunctionDef | AsyncFunctionDef,
  site: Site,
  context: Context,
): Report | undefined {
  if (node.decorators.length === 0 || !isToolFunction(node, site, context)) return undefined
  const open = [...node.args.args, ...node.args.kwonlyargs].find(
    ({ name, annotation }) => name !== 'self' && name !== 'ctx' && isOpen(annotation),
  )
  const any = open ?? node.args.kwarg ?? undefined
  return (
    any && {
      message: `The model may pass anything as \`${any.name}\`.`,
      help: 'Give it a narrow type, such as a `Literal` or a pydantic model.',
      at: any,
    }
  )

  function isOpen(annotation: Expression | null): boolean {
    if (!annotation) return true
    return context.meaning
      .paths(annotation, site)
      .some((path) => path === 'typing.Any' || path === 'builtins.dict')
  }
}
