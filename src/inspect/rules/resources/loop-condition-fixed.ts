import type { Expression, While } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import { walk } from '../../../python/visit.ts'
import type { Context } from '../../context.ts'
import type { Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

/** A loop whose condition nothing in it can change. */
export const loopConditionFixed: Rule = {
  id: 'loop-condition-fixed',
  title: 'Nothing in the loop changes its condition',
  layer: 'names',
  severity: 'medium',
  confidence: 0.85,
  persona: 'default',
  cwe: [835],
  owasp: ['LLM10:2025'],
  on: [
    onNode('While', ({ node, site }, context) => {
      const names = comparedNames(node.test, site, context)
      if (!names || names.size === 0 || touches(node, names)) return undefined
      return {
        message: `Nothing in this loop changes ${[...names].map((name) => `\`${name}\``).join(' or ')}.`,
        help: 'Change what the condition looks at, or loop over a range.',
        at: { start: node.start, end: node.test.end },
      }
    }),
  ],
}

/** The names of a comparison of plain numbers; undefined for any other condition. */
function comparedNames(
  test: Expression,
  site: Site,
  { meaning }: Context,
): ReadonlySet<string> | undefined {
  if (test.kind !== 'Compare') return undefined
  const names = new Set<string>()
  for (const side of [test.left, ...test.comparators]) {
    if (side.kind === 'Name') names.add(side.id)
    else if (side.kind !== 'Constant') return undefined
    const values = meaning.values(side, site)
    if (values.length === 0 || values.some(({ kind }) => kind !== 'number' && kind !== 'boolean'))
      return undefined
  }
  return names
}

/** The body may change one of the names, or leave the loop. */
function touches(loop: While, names: ReadonlySet<string>): boolean {
  let found = false
  for (const statement of loop.body) {
    walk(statement, (inner) => {
      switch (inner.kind) {
        case 'Break':
        case 'Return':
        case 'Raise':
        case 'Yield':
        case 'Await':
        case 'Global':
          found = true
          break
        case 'Name':
          found ||= inner.ctx !== 'Load' && names.has(inner.id)
          break
        case 'Call':
          found ||= mayLeave(inner.func)
          break
        default:
      }
      return !found
    })
  }
  return found
}

/** Functions of the file may set a global name or raise; plain builtins do not. */
function mayLeave(func: Expression): boolean {
  if (func.kind === 'Attribute') return /^(exit|_exit|abort|throw)$/.test(func.attr)
  return (
    func.kind !== 'Name' || !/^(print|len|range|str|int|sum|min|max|abs|list|sorted)$/.test(func.id)
  )
}
