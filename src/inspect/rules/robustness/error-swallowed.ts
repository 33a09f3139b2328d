import type { ExceptHandler, Node, Try } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import { nodesIn } from '../../nodes-in.ts'
import type { NodeMatch, Report, Rule } from '../../rule.ts'
import { onCall, onNode } from '../../rule.ts'
import { dotted } from '../../value-origins.ts'

const guards =
  /(^|[._])(verify\w*|authenticate|authori[sz]e|check_(permission|password|token|signature|access)\w*|validate\w*|decrypt|has_permission|login|setuid|setgid|drop_privileges)$/i

const broad = new Set(['builtins.Exception', 'builtins.BaseException'])

/** A check fails and the code goes on. */
export const errorSwallowed: Rule = {
  id: 'error-swallowed',
  title: 'An error is caught and forgotten',
  layer: 'names',
  severity: 'low',
  confidence: 0.8,
  persona: 'default',
  cwe: [390, 703, 636],
  owasp: ['A04:2021', 'A09:2021'],
  on: [
    onNode('Try', reportOn),
    onCall(['contextlib.suppress'], (call) =>
      call.values(0).some((value) => value.kind === 'path' && broad.has(value.path))
        ? {
            message: 'Every error is suppressed and forgotten.',
            help: 'Name the errors that are expected, and log the rest.',
          }
        : undefined,
    ),
  ],
}

function reportOn({ node, site }: NodeMatch<Try>, context: Context): readonly Report[] {
  return node.handlers.flatMap((handler): readonly Report[] => {
    if (!handler.body.every(isNothing) || !isBroad(handler, site, context)) return []
    const guard = guardIn(node)
    if (guard !== undefined) {
      return [
        {
          message: `Where \`${guard}\` fails, the code goes on as if it had not.`,
          severity: 'medium',
          help: 'Refuse in the handler.',
          at: { start: handler.start, end: handler.end },
        },
      ]
    }
    return [
      {
        message: 'Every error is caught and forgotten.',
        help: 'Catch what is expected, and log the rest.',
        at: handler,
      },
    ]
  })
}

function isBroad({ type }: ExceptHandler, site: Site, { meaning }: Context): boolean {
  if (!type) return true
  return meaning.paths(type, site).some((path) => broad.has(path))
}

function isNothing(node: Node): boolean {
  return (
    node.kind === 'Pass' ||
    node.kind === 'Continue' ||
    (node.kind === 'Expr' && node.value.kind === 'Constant')
  )
}

function guardIn({ body }: Try): string | undefined {
  for (const node of nodesIn(body)) {
    const name = node.kind === 'Call' ? dotted(node.func) : ''
    if (guards.test(name)) return name
  }
  return undefined
}
