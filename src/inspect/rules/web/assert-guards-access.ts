import { walk } from '../../../python/visit.ts'
import { nameOf } from '../../named-values.ts'
import type { Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

const guard =
  /(^|_)(is_?(admin|authenticated|authorized|authorised|staff|superuser|owner|allowed)|has_?(perm|permission|role|access|scope)s?|can_?(read|write|edit|delete|access)|check_?(password|permission|token|signature)|permissions?|verify_?(token|signature|password))$/i

/** Checks of who may do something that `-O` takes away. */
export const assertGuardsAccess: Rule = {
  id: 'assert-guards-access',
  title: 'Access is guarded by an assert',
  layer: 'names',
  severity: 'low',
  confidence: 0.75,
  persona: 'default',
  cwe: [617, 863],
  owasp: ['A01:2021'],
  on: [
    onNode('Assert', ({ node }, { text }) => {
      let name: string | undefined
      walk(node.test, (inner) => {
        const found =
          inner.kind === 'Name' || inner.kind === 'Attribute' ? nameOf(inner) : undefined
        if (found !== undefined && guard.test(found)) name ??= found
        return name === undefined
      })
      return name === undefined || /\bdef test_|\bimport (pytest|unittest)\b/.test(text)
        ? undefined
        : {
            message: `\`${name}\` is only asserted: \`python -O\` leaves it out.`,
            help: 'Raise an exception.',
          }
    }),
  ],
}
