import type { Try } from '../../../python/nodes.ts'
import type { NodeMatch, Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

const checks =
  /^_?(can|may|check|verify|validate|authenticate|authori[sz]e|allow)(_|$|ed)|^_?(is|has)_(valid|allowed|authori|authentic|permi|safe|trusted|admin|owner|access|role|right|logged)|(_valid|_allowed|_authori[sz]ed)$/i

/** A check that says yes when it can't tell. */
export const checkFailsOpen: Rule = {
  id: 'check-fails-open',
  title: 'A check says yes when it fails',
  layer: 'names',
  severity: 'medium',
  confidence: 0.75,
  persona: 'default',
  cwe: [636, 755],
  owasp: ['A04:2021'],
  on: [onNode('Try', reportOn)],
}

function reportOn({ node, site }: NodeMatch<Try>): readonly Report[] {
  const scope = site.scope.node
  if (
    (scope.kind !== 'FunctionDef' && scope.kind !== 'AsyncFunctionDef') ||
    !checks.test(scope.name)
  )
    return []
  return node.handlers.flatMap((handler) => {
    const last = handler.body.at(-1)
    const isYes =
      last?.kind === 'Return' && last.value?.kind === 'Constant' && last.value.value === true
    return isYes
      ? [
          {
            message: `\`${scope.name}\` says yes when it could not check.`,
            help: 'Return False, or let the error through.',
            at: last,
          },
        ]
      : []
  })
}
