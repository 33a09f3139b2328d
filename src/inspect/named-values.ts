import type { Meaning } from '../python/meaning.ts'
import type { Arguments, Expression, Node } from '../python/nodes.ts'
import type { Site } from '../python/scopes.ts'

/** A value that the code gives a name to: a variable, an attribute, a key, a keyword argument, a default. */
export interface NamedValue {
  readonly name: string
  readonly value: Expression
  readonly site: Site
  readonly via: 'assigned' | 'key' | 'keyword' | 'default' | 'compared'
}

/** Every value of a file that is given a name. */
export function findNamedValues({ bindings }: Meaning): readonly NamedValue[] {
  const found: NamedValue[] = []
  bindings.nodes.forEach((node, i) => {
    const site = bindings.sites[i]
    if (site && kinds.has(node.kind)) found.push(...namedValues(node, site))
  })
  return found
}

const kinds: ReadonlySet<Node['kind']> = new Set([
  ...(['Assign', 'AnnAssign', 'NamedExpr', 'Call', 'Dict', 'FunctionDef'] as const),
  ...(['AsyncFunctionDef', 'Compare'] as const),
])

function namedValues(node: Node, site: Site): readonly NamedValue[] {
  switch (node.kind) {
    case 'Assign':
      return node.targets.flatMap((target) => pair(target, node.value, site))
    case 'AnnAssign':
    case 'NamedExpr':
      return node.value ? pair(node.target, node.value, site) : []
    case 'Call':
      return node.keywords.flatMap(({ arg, value }) =>
        arg === null ? [] : [{ name: arg, value, site, via: 'keyword' as const }],
      )
    case 'Dict':
      return node.values.flatMap((value, i) => {
        const name = textOf(node.keys[i])
        return name === undefined ? [] : [{ name, value, site, via: 'key' as const }]
      })
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return defaults(node.args, site)
    case 'Compare': {
      const [right] = node.comparators
      const isEquality = node.ops[0] === 'Eq' || node.ops[0] === 'NotEq'
      const name = isEquality ? nameOf(node.left) : undefined
      return right && name !== undefined ? [{ name, value: right, site, via: 'compared' }] : []
    }
    default:
      return []
  }
}

function pair(target: Expression, value: Expression, site: Site): readonly NamedValue[] {
  if (target.kind === 'Tuple' && value.kind === 'Tuple') {
    return target.elts.flatMap((element, i) => {
      const part = value.elts[i]
      return part ? pair(element, part, site) : []
    })
  }
  const name = nameOf(target)
  return name === undefined ? [] : [{ name, value, site, via: 'assigned' }]
}

function defaults(args: Arguments, site: Site): readonly NamedValue[] {
  const all = [...args.posonlyargs, ...args.args]
  const first = all.length - args.defaults.length
  const found: NamedValue[] = args.defaults.flatMap((value, i) => {
    const name = all[first + i]?.name
    return name === undefined ? [] : [{ name, value, site, via: 'default' }]
  })
  args.kwonlyargs.forEach(({ name }, i) => {
    const value = args.kwDefaults[i]
    if (value) found.push({ name, value, site, via: 'default' })
  })
  return found
}

/** The last name of a variable, attribute or constant key. */
export function nameOf(node: Expression): string | undefined {
  if (node.kind === 'Name') return node.id
  if (node.kind === 'Attribute') return node.attr
  return node.kind === 'Subscript' ? textOf(node.slice) : undefined
}

function textOf(node: Expression | null | undefined): string | undefined {
  return node?.kind === 'Constant' && typeof node.value === 'string' ? node.value : undefined
}
