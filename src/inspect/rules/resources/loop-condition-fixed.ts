import type { Expression, Name, While } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Values } from '../../../python/values.ts'
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
  const sides = [test.left, ...test.comparators]
  const isWithNumber = sides.some((side) => isNumber(meaning.values(side, site)))
  const isOrder = test.ops.every((op) => /^(Lt|LtE|Gt|GtE)$/.test(op))
  for (const side of sides) {
    if (side.kind === 'Name') names.add(side.id)
    else if (side.kind !== 'Constant') return undefined
    if (isNumber(meaning.values(side, site))) continue
    // What is compared with a number is one; nobody else can give a variable of the function another.
    const isOwn = side.kind === 'Name' && site.scope.kind === 'function'
    if (!isWithNumber || !isOrder || !isOwn || !isLocal(side, site)) return undefined
  }
  return names
}

function isNumber(values: Values): boolean {
  return values.length > 0 && values.every(({ kind }) => kind === 'number' || kind === 'boolean')
}

function isLocal({ id }: Name, { scope }: Site): boolean {
  return scope.bindings.has(id) && !scope.remoteBindings.has(id)
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
          found ||= mayLeave(inner.func) || isMethodOf(inner.func, names)
          break
        default:
      }
      return !found
    })
  }
  return found
}

function isMethodOf(func: Expression, names: ReadonlySet<string>): boolean {
  return func.kind === 'Attribute' && func.value.kind === 'Name' && names.has(func.value.id)
}

/** Functions of the file may set a global name or raise; plain builtins do not. */
function mayLeave(func: Expression): boolean {
  if (func.kind === 'Attribute') return /^(exit|_exit|abort|throw)$/.test(func.attr)
  return (
    func.kind !== 'Name' || !/^(print|len|range|str|int|sum|min|max|abs|list|sorted)$/.test(func.id)
  )
}
