import type { ImportUse } from '../kernel/capabilities.ts'
import type { Meaning } from '../python/meaning.ts'
import { canonical, topModule } from '../python/names.ts'
import type { Attribute, Call, Import, ImportFrom, Name, Node } from '../python/nodes.ts'
import type { Context } from './context.ts'
import { nodesOf } from './nodes-of.ts'

/** The modules that the code imports, or reaches through others, each with the members it takes. */
export function importUses({ meaning }: Context): readonly ImportUse[] {
  const modules = new Map<string, Set<string>>()
  for (const { node } of nodesOf(meaning.bindings, ['Import', 'ImportFrom'])) {
    addImport(modules, node)
  }
  for (const path of usedPaths(meaning)) addUse(modules, path)
  return [...modules]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([module, members]) => ({ module, members: [...members].sort() }))
}

/** What is named, but for what another attribute is taken of, in the order of the text. */
function usedPaths(meaning: Meaning): ReadonlySet<string> {
  const { nodes, kinds, sites, roles } = meaning.bindings
  const used = new Set<string>()
  for (let i = 0; i < nodes.length; i++) {
    const isNamed = kinds[i] === 'Name' || kinds[i] === 'Attribute'
    if (kinds[i] !== 'Call' && (!isNamed || roles[i] === 'object')) continue
    const node = nodes[i]
    const site = sites[i]
    if (!node || !site || !isNaming(node)) continue
    for (const path of meaning.paths(node, site)) {
      if (isNamed || !path.includes('(')) used.add(path)
    }
  }
  return used
}

function isNaming(node: Node): node is Name | Attribute | Call {
  return node.kind === 'Name' || node.kind === 'Attribute' || node.kind === 'Call'
}

function addImport(modules: Map<string, Set<string>>, node: Import | ImportFrom): void {
  if (node.kind === 'Import') {
    for (const { name } of node.names) membersOf(modules, canonical(name))
    return
  }
  const module = canonical('.'.repeat(node.level) + (node.module ?? ''))
  for (const { name } of node.names) membersOf(modules, module).add(name)
}

/** A member goes to the longest module that was imported; a module that was not imported is reached through another. */
function addUse(modules: Map<string, Set<string>>, path: string): void {
  if (path.startsWith('builtins') || path.startsWith('cordon.')) return
  const open = path.indexOf('(')
  const plain = open < 0 ? path : path.slice(0, open)
  for (let end = plain.length; end > 0; end = plain.lastIndexOf('.', end - 1)) {
    const members = modules.get(plain.slice(0, end))
    if (!members) continue
    if (end < plain.length) members.add(plain.slice(end + 1).replace(/\[\].*$/, ''))
    return
  }
  if (plain !== path) return
  const members = membersOf(modules, topModule(plain))
  if (plain.includes('.')) members.add(plain.slice(plain.indexOf('.') + 1))
}

function membersOf(modules: Map<string, Set<string>>, module: string): Set<string> {
  const known = modules.get(module)
  if (known) return known
  const members = new Set<string>()
  modules.set(module, members)
  return members
}
