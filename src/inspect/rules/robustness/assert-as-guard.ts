import type { Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

const guards =
  /\b(is_?(admin|superuser|staff|authenticated|authori[sz]ed|owner|allowed|valid_?(token|signature|user))|has_?(perm\w*|role|access)|permissions?|authori[sz]ed?|check_(password|permission\w*|token|signature)|verify\w*|csrf\w*|role)\b/i

/** A check that disappears when Python runs with `-O`. */
export const assertAsGuard: Rule = {
  id: 'assert-as-guard',
  title: 'An assert guards access',
  layer: 'names',
  severity: 'medium',
  confidence: 0.75,
  persona: 'default',
  cwe: [617, 703, 285],
  owasp: ['A01:2021', 'A04:2021'],
  on: [
    onNode('Assert', ({ node, site }, { text }): Report | undefined => {
      const scope = site.scope.node
      if (scope.kind !== 'FunctionDef' && scope.kind !== 'AsyncFunctionDef') return undefined
      if (/^test_|_test$/.test(scope.name)) return undefined
      const words = text.slice(node.test.start, Math.min(node.test.end, node.test.start + 300))
      return guards.test(words)
        ? {
            message: 'This check disappears when Python runs with `-O`.',
            help: 'Write `if not …: raise PermissionError`.',
          }
        : undefined
    }),
  ],
}
