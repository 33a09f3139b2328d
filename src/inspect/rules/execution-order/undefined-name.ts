import { builtinNames } from '../../../python/builtins.ts'
import type { Name } from '../../../python/nodes.ts'
import { lookUp } from '../../../python/scopes.ts'
import type { NodeMatch, Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

const given =
  /^(__\w+__|pd|np|plt|datasets|result|get_ipython|display|In|Out|reveal_type|WindowsError|_)$/

/** A name that nothing in the file makes. */
export const undefinedName: Rule = {
  id: 'undefined-name',
  title: 'A name is used that nothing defines',
  layer: 'names',
  severity: 'low',
  confidence: 0.7,
  persona: 'pedantic',
  cwe: [457],
  owasp: [],
  on: [onNode('Name', reportOn)],
}

function reportOn({ node, site }: NodeMatch<Name>): Report | undefined {
  if (node.ctx !== 'Load' || given.test(node.id) || builtinNames.has(node.id)) return undefined
  for (let scope: typeof site.scope | null = site.scope; scope; scope = scope.parent) {
    if (
      scope.bindings.has(node.id) ||
      scope.remoteBindings.has(node.id) ||
      scope.starImports.length > 0
    )
      return undefined
  }
  const { bindings, mayBeOuter } = lookUp(node.id, site, node.start)
  if (bindings.length > 0 || !mayBeOuter) return undefined
  return { message: `Nothing defines \`${node.id}\`.`, help: 'Import or assign it.' }
}
