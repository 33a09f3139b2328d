import type { ImportUse } from '../kernel/capabilities.ts'
import { canonical, topModule } from '../python/names.ts'
import type { Context } from './context.ts'

/** The modules that the code imports, or reaches through others, each with the members it takes. */
export function importUses({ meaning }: Context): readonly ImportUse[] {
  const modules = new Map<string, Set<string>>()
  const { nodes, sites, roles } = meaning.bindings
  for (const node of nodes) {
    if (node.kind === 'Import')
      for (const { name } of node.names) membersOf(modules, canonical(name))
    if (node.kind !== 'ImportFrom') continue
    const module = canonical('.'.repeat(node.level) + (node.module ?? ''))
    for (const { name } of node.names) membersOf(modules, module).add(name)
  }
  const used = new Set<string>()
  nodes.forEach((node, i) => {
    const site = sites[i]
    if (!site || (node.kind !== 'Attribute' && node.kind !== 'Name' && node.kind !== 'Call')) return
    if (roles[i] === 'object' && node.kind !== 'Call') return
    for (const path of meaning.paths(node, site)) {
      if (used.has(path) || (node.kind === 'Call' && path.includes('('))) continue
      used.add(path)
      addUse(modules, path)
    }
  })
  return [...modules]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([module, members]) => ({ module, members: [...members].sort() }))
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
