import { builtinNames } from '../../../python/builtins.ts'
import type { Expression, Name } from '../../../python/nodes.ts'
import type { Binding } from '../../../python/scopes.ts'
import { lookUp } from '../../../python/scopes.ts'
import { walk } from '../../../python/visit.ts'
import type { Context } from '../../context.ts'
import type { NodeMatch, Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

/** Names that the sandbox or Python gives a module. */
const given =
  /^(__\w+__|pd|np|plt|datasets|result|get_ipython|display|In|Out|reveal_type|WindowsError|_)$/

/** A name that is used above the line that makes it, or after it was deleted. */
export const usedBeforeDefined: Rule = {
  id: 'used-before-defined',
  title: 'A name is used before it is defined or after it was deleted',
  layer: 'names',
  severity: 'medium',
  confidence: 0.85,
  persona: 'default',
  cwe: [457],
  owasp: [],
  on: [onNode('Name', reportOn)],
}

/** Only where the text decides: at the top of a module, outside of functions and loops. */
function reportOn({ node, site }: NodeMatch<Name>, context: Context): Report | undefined {
  if (node.ctx !== 'Load' || site.scope.kind !== 'module' || site.block.parent !== null)
    return undefined
  const { scope } = site
  const all = scope.bindings.get(node.id)
  if (
    !all ||
    isMadeAbove(all, node) ||
    scope.remoteBindings.has(node.id) ||
    given.test(node.id) ||
    context.meaning.isGiven(node.id) ||
    builtinNames.has(node.id)
  )
    return undefined
  if (scope.starImports.length > 0) return undefined
  const { bindings } = lookUp(node.id, site, node.start)
  if (bindings.length > 0 || isLateAnnotation(node, context)) return undefined
  const wasDeleted = all.some(({ bound, at }) => bound.kind === 'deleted' && at <= node.start)
  return {
    message: wasDeleted
      ? `\`${node.id}\` was deleted above.`
      : `\`${node.id}\` is defined only below.`,
    // A script that stops there does no harm, and what the gate gets may be a part of one.
    ...(context.policy.persona === 'gate' ? { severity: 'low' } : {}),
    help: wasDeleted ? 'Use it before, or keep it.' : 'Move the definition up.',
  }
}

/** Annotations are no longer evaluated where a file asks for that (PEP 563). */
function isLateAnnotation({ start, end }: Name, { module, text }: Context): boolean {
  if (!/^from __future__ import\b.*\bannotations\b/m.test(text)) return false
  let isIn = false
  const look = (annotation: Expression | null) => {
    if (annotation && annotation.start <= start && end <= annotation.end) isIn = true
  }
  walk(module, (node) => {
    if (node.kind === 'Arg' || node.kind === 'AnnAssign') look(node.annotation)
    else if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef') look(node.returns)
    return !isIn
  })
  return isIn
}

/** Something above binds it and nothing takes it away: the common case, told without looking further. */
function isMadeAbove(all: readonly Binding[], { start }: Name): boolean {
  return (
    all[0] !== undefined && all[0].at <= start && all.every(({ bound }) => bound.kind !== 'deleted')
  )
}
