import type { Meaning } from '../python/meaning.ts'
import type { Arguments, Call, Expression, Node } from '../python/nodes.ts'
import type { Site } from '../python/scopes.ts'

/** A value that the code gives a name to: a variable, an attribute, a key, a keyword argument, a default. */
export interface NamedValue {
  readonly name: string
  readonly value: Expression
  readonly site: Site
  readonly via: 'assigned' | 'key' | 'keyword' | 'default' | 'compared'
}

/** Every value of a file that is given one of the names that are wanted. */
export function findNamedValues(
  { bindings }: Meaning,
  isWanted: (name: string) => boolean,
): readonly NamedValue[] {
  const { nodes, sites, kinds } = bindings
  const search = new Search(isWanted)
  for (let i = 0; i < kinds.length; i++) {
    const kind = kinds[i]
    if (kind === undefined || !naming.has(kind)) continue
    const node = nodes[i]
    const site = sites[i]
    if (node && site) addNamed(node, site, search)
  }
  return search.found
}

class Search {
  readonly found: NamedValue[] = []
  readonly #isWanted: (name: string) => boolean

  constructor(isWanted: (name: string) => boolean) {
    this.#isWanted = isWanted
  }

  add(name: string | undefined, value: Expression, site: Site, via: NamedValue['via']): void {
    if (name !== undefined && this.#isWanted(name)) this.found.push({ name, value, site, via })
  }
}

const naming: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  ...(['Assign', 'AnnAssign', 'NamedExpr', 'Call', 'Dict'] as const),
  ...(['FunctionDef', 'AsyncFunctionDef', 'Compare'] as const),
])

function addNamed(node: Node, site: Site, search: Search): void {
  switch (node.kind) {
    case 'Assign':
      for (const target of node.targets) addPair({ target, value: node.value, site }, search)
      return
    case 'AnnAssign':
    case 'NamedExpr':
      if (node.value) addPair({ target: node.target, value: node.value, site }, search)
      return
    case 'Call':
      addKeywords(node, site, search)
      addOption(node, site, search)
      return
    case 'Dict':
      node.values.forEach((value, i) => {
        search.add(textOf(node.keys[i]), value, site, 'key')
      })
      return
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      addDefaults(node.args, site, search)
      return
    case 'Compare': {
      const [right] = node.comparators
      const isEquality = node.ops[0] === 'Eq' || node.ops[0] === 'NotEq'
      const name = isEquality ? nameOf(node.left) : undefined
      if (right) search.add(name, right, site, 'compared')
      return
    }
    default:
  }
}

function addKeywords({ keywords }: Call, site: Site, search: Search): void {
  for (const { arg, value } of keywords) {
    if (arg !== null) search.add(arg, value, site, 'keyword')
  }
}

/** The default of an option of the command line: `add_argument('--token', default='...')`. */
function addOption({ args, keywords }: Call, site: Site, search: Search): void {
  if (keywords.length === 0 || args.length === 0) return
  const flag = args.map(textOf).find((text) => text?.startsWith('--'))
  const value = keywords.find(({ arg }) => arg === 'default')?.value
  if (flag === undefined || !value) return
  search.add(flag.slice(2).replaceAll('-', '_'), value, site, 'default')
}

interface Pair {
  readonly target: Expression
  readonly value: Expression
  readonly site: Site
}

function addPair({ target, value, site }: Pair, search: Search): void {
  if (target.kind === 'Tuple' && value.kind === 'Tuple') {
    target.elts.forEach((element, i) => {
      const part = value.elts[i]
      if (part) addPair({ target: element, value: part, site }, search)
    })
    return
  }
  const name = nameOf(target)
  search.add(name, value, site, 'assigned')
  const fallback = fallbackOf(value)
  if (fallback) search.add(name, fallback, site, 'default')
}

/** The value that is taken where there is no other: `getenv('KEY', 'x')`, `field(default='x')`, `read() or 'x'`. */
function fallbackOf(value: Expression): Expression | undefined {
  if (value.kind === 'BoolOp' && value.op === 'Or') return value.values.at(-1)
  if (value.kind === 'IfExp') return value.orelse
  if (value.kind !== 'Call') return undefined
  const name = nameOf(value.func) ?? ''
  if (/^(getenv|get|pop|setdefault)$/.test(name)) return value.args[1]
  if (!/^(field|Field|config|env|Option|Column|mapped_column)$/.test(name)) return undefined
  const given = value.keywords.find(({ arg }) => arg === 'default')?.value
  return given ?? (name === 'Field' ? value.args[0] : undefined)
}

function addDefaults(args: Arguments, site: Site, search: Search): void {
  const all = [...args.posonlyargs, ...args.args]
  const first = all.length - args.defaults.length
  args.defaults.forEach((value, i) => {
    search.add(all[first + i]?.name, value, site, 'default')
  })
  args.kwonlyargs.forEach(({ name }, i) => {
    const value = args.kwDefaults[i]
    if (value) search.add(name, value, site, 'default')
  })
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
