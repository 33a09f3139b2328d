import type { Meaning } from '../python/meaning.ts'
import type { Call, Expression, Node } from '../python/nodes.ts'
import type { Scope, Site } from '../python/scopes.ts'

/** The variables that a file tests against a list or a pattern, found in one pass. */
export class TestedNames {
  readonly #first = new Map<Scope, Map<string, number>>()

  constructor({ bindings }: Meaning) {
    bindings.nodes.forEach((node, i) => {
      const scope = bindings.sites[i]?.scope
      if (!scope || (node.kind !== 'Compare' && node.kind !== 'Call')) return
      for (const name of testedBy(node)) this.#add(scope, name, node.start)
    })
  }

  /** The name that a value is taken from was tested in the same scope before offset `at`. */
  has(node: Expression, { scope }: Site, at: number): boolean {
    const name = rootName(node)
    return name !== undefined && (this.#first.get(scope)?.get(name) ?? at) < at
  }

  #add(scope: Scope, name: string, at: number): void {
    const names = this.#first.get(scope) ?? new Map<string, number>()
    this.#first.set(scope, names)
    names.set(name, Math.min(at, names.get(name) ?? at))
  }
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
