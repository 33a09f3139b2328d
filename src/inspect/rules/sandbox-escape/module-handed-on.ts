import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import type { Report, Reports, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'
import { dangerousModules, memberModules } from '../../tables/modules.ts'

/** Functions that take nothing from a module but what is named to them. */
const lookers = new Set([
  ...['getattr', 'setattr', 'hasattr', 'delattr', 'dir', 'print', 'type', 'isinstance', 'vars'].map(
    (name) => `builtins.${name}`,
  ),
  ...['operator.attrgetter()', 'operator.methodcaller()', 'importlib.reload', 'builtins.str'],
])

/** A module of which only some members may be used is given to something that can take any of them. */
export const moduleHandedOn: Rule = {
  id: 'module-handed-on',
  title: 'A guarded module is handed to other code',
  layer: 'names',
  severity: 'medium',
  confidence: 0.8,
  persona: 'gate',
  cwe: [913, 470],
  owasp: ['LLM06:2025'],
  on: [
    onNode('Call', ({ node, site }, context) => {
      const found: Report[] = []
      for (const part of node.args) addReport(part, site, context, found)
      for (const { value } of node.keywords) addReport(value, site, context, found)
      if (found.length === 0) return undefined
      const paths = context.meaning.paths(node.func, site)
      return paths.some((path) => lookers.has(path)) ? undefined : found
    }),
    onNode(
      'Match',
      ({ node, site }, context): Reports => reportOf(node.subject, site, context, 'high'),
    ),
    onNode('Dict', ({ node, site }, context) =>
      node.values.flatMap((part) => reportOf(part, site, context) ?? []),
    ),
    onNode('Set', ({ node, site }, context) =>
      node.elts.flatMap((part) => reportOf(part, site, context) ?? []),
    ),
  ],
}

function addReport(part: Expression, site: Site, context: Context, found: Report[]): void {
  const report = reportOf(part, site, context)
  if (report) found.push(report)
}

function reportOf(
  node: Expression,
  site: Site,
  { meaning }: Context,
  severity: Report['severity'] = 'medium',
): Report | undefined {
  if (node.kind !== 'Name') return undefined
  const module = meaning
    .paths(node, site)
    .find((path) => memberModules.has(path) || dangerousModules.has(path))
  if (module === undefined) return undefined
  return {
    message: `\`${module}\` is handed on as a whole, and with it all that it can do.`,
    help: 'Hand on the one function that is needed.',
    severity,
    at: node,
  }
}
