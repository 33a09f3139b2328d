import type { Meaning } from '../../../python/meaning.ts'
import type { Expression, While } from '../../../python/nodes.ts'
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
  const sides = [test.left, ...test.comparators]
  const isSure = (side: Expression) =>
    lengthOf(side) !== undefined || isNumber(meaning.values(side, site))
  const isOrder = test.ops.every((op) => /^(Lt|LtE|Gt|GtE)$/.test(op))
  const areNumbers = sides.every(
    (side) => isSure(side) || (isOrder && sides.some(isSure) && isOwn(side, site)),
  )
  const names = sides.map((side) => comparedName(side, meaning))
  return areNumbers && names.every((name) => name !== undefined)
    ? new Set(names.filter((name) => name !== ''))
    : undefined
}

/** The variable that one side is or counts, `''` for a constant, undefined for what can't be told. */
function comparedName(side: Expression, meaning: Meaning): string | undefined {
  if (side.kind === 'Constant') return ''
  if (side.kind === 'Name') return side.id
  return isCounted(side, meaning) ? undefined : lengthOf(side)
}

/** The length of a variable of which a method is called somewhere, which may be while the loop runs: a handler, a thread. */
function isCounted(side: Expression, { bindings }: Meaning): boolean {
  const name = lengthOf(side)
  if (name === undefined) return false
  const names = new Set([name])
  return changing.some((method) =>
    (bindings.calls.get(method) ?? []).some(({ node }) => isMethodOf(node.func, names)),
  )
}

const changing = [
  'append',
  'extend',
  'insert',
  'pop',
  'remove',
  'clear',
  'add',
  'discard',
  'update',
  'popleft',
  'appendleft',
]

/** The variable of `len(variable)`. */
function lengthOf(node: Expression): string | undefined {
  if (node.kind !== 'Call' || node.func.kind !== 'Name' || node.func.id !== 'len') return undefined
  const [counted] = node.args
  return counted?.kind === 'Name' ? counted.id : undefined
}

function isNumber(values: Values): boolean {
  return values.length > 0 && values.every(({ kind }) => kind === 'number' || kind === 'boolean')
}

/** What is compared with a number is one; nobody else can give a variable of the function another. */
function isOwn(node: Expression, { scope }: Site): boolean {
  if (node.kind !== 'Name' || scope.kind !== 'function') return false
  return scope.bindings.has(node.id) && !scope.remoteBindings.has(node.id)
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
        case 'Subscript':
          found ||= inner.ctx !== 'Load' && inner.value.kind === 'Name' && names.has(inner.value.id)
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
