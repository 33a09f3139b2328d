import type { Meaning } from '../python/meaning.ts'
import type { Call, Expression, Name, Node } from '../python/nodes.ts'
import type { Scope, Site } from '../python/scopes.ts'

/** The variables that a file tests against a list or a pattern, found in one pass. */
export class TestedNames {
  readonly #tests = new Map<Scope, Map<string, number[]>>()
  readonly #stores = new Map<Scope, Map<string, number[]>>()

  constructor({ bindings }: Meaning) {
    const idle = new Set<Node>()
    bindings.nodes.forEach((node, i) => {
      const scope = bindings.sites[i]?.scope
      if (!scope) return
      // A comparison that nobody looks at tests nothing; a call may raise.
      if (node.kind === 'Expr' && node.value.kind === 'Compare') idle.add(node.value)
      if (idle.has(node)) return
      for (const name of testedBy(node)) add(this.#tests, { scope, name, at: node.start })
      for (const { id } of storedBy(node)) add(this.#stores, { scope, name: id, at: node.end })
    })
  }

  /** The name that a value is taken from was tested in the same scope before offset `at`, and not given another value since. */
  has(node: Expression, { scope }: Site, at: number): boolean {
    const name = rootName(node)
    if (name === undefined) return false
    const stores = this.#stores.get(scope)?.get(name) ?? []
    const last = Math.max(-1, ...stores.filter((store) => store <= at))
    return (
      this.#tests
        .get(scope)
        ?.get(name)
        ?.some((test) => last <= test && test < at) ?? false
    )
  }
}

type Places = Map<Scope, Map<string, number[]>>

function add(
  places: Places,
  { scope, name, at }: { readonly scope: Scope; readonly name: string; readonly at: number },
): void {
  const names = places.get(scope) ?? new Map<string, number[]>()
  places.set(scope, names)
  const known = names.get(name)
  if (known) known.push(at)
  else names.set(name, [at])
}

/** The variables to which a statement gives a value of another origin; a constant needs no test, and a change of its own value keeps it. */
function storedBy(node: Node): readonly Name[] {
  if (node.kind !== 'Assign' || node.value.kind === 'Constant') return []
  return node.targets.flatMap((target) =>
    target.kind === 'Name' && rootName(node.value) !== target.id ? [target] : [],
  )
}

function testedBy(node: Node): readonly string[] {
  if (node.kind === 'Compare') {
    const name = node.ops[0] === 'In' || node.ops[0] === 'NotIn' ? rootName(node.left) : undefined
    return name === undefined ? [] : [name]
  }
  if (node.kind !== 'Call' || !isCheck(node)) return []
  return node.args.map(rootName).filter((name) => name !== undefined)
}

function isCheck({ func }: Call): boolean {
  const name = func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : ''
  return /^(is_?(safe|valid|allowed|trusted)|validate|check|ensure|assert_(safe|valid)|fullmatch|match)/i.test(
    name,
  )
}

/** The variable at the start of `name.a[0].b()`. */
function rootName(node: Expression): string | undefined {
  let root = node
  for (;;) {
    if (root.kind === 'Name') return root.id
    if (root.kind === 'Attribute' || root.kind === 'Subscript') root = root.value
    else if (root.kind === 'Call' && root.func.kind === 'Attribute') root = root.func.value
    else return undefined
  }
}
