import type { Expression, If } from '../../../python/nodes.ts'
import { walk } from '../../../python/visit.ts'
import type { Context } from '../../context.ts'
import type { NodeMatch, Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

const checks = new Set(['os.path.exists', 'os.path.isfile', 'os.path.islink', 'os.access'])
const uses = new Set([
  'builtins.open',
  'os.open',
  'os.remove',
  'os.unlink',
  'os.rename',
  'os.chmod',
  'os.mkdir',
])

/** A file is looked at, then used, as if nothing could happen between. */
export const checkBeforeUse: Rule = {
  id: 'check-before-use',
  title: 'A file is checked and then used',
  layer: 'calls',
  severity: 'low',
  confidence: 0.6,
  persona: 'pedantic',
  cwe: [367],
  owasp: ['A04:2021'],
  on: [onNode('If', reportOn)],
}

function reportOn({ node, site }: NodeMatch<If>, { meaning, text }: Context): Report | undefined {
  const checked = new Set<string>()
  walk(node.test, (inner) => {
    if (inner.kind !== 'Call' || !meaning.paths(inner.func, site).some((path) => checks.has(path)))
      return true
    if (inner.args[0]) checked.add(written(inner.args[0]))
    return true
  })
  if (checked.size === 0) return undefined
  let found: Report | undefined
  for (const statement of node.body) {
    walk(statement, (inner) => {
      if (found || inner.kind !== 'Call' || !inner.args[0]) return !found
      if (!checked.has(written(inner.args[0]))) return true
      if (!meaning.paths(inner.func, site).some((path) => uses.has(path))) return true
      found = {
        message: 'The file may be another one by the time it is used.',
        help: 'Use it straight away and handle the error.',
        at: inner,
      }
      return false
    })
  }
  return found

  function written({ start, end }: Expression): string {
    return text.slice(start, end)
  }
}
