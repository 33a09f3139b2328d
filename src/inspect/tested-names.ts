import type { Meaning } from '../python/meaning.ts'
import type { Expression, Node, Statement } from '../python/nodes.ts'
import type { Scope, Site } from '../python/scopes.ts'
import type { Assigned, pathFactsOf, TestFacts } from './test-facts.ts'
import { checkedBy, factsOf, isFixed, placeOf } from './test-facts.ts'

/** A stretch of the text in which a test of a place holds. */
interface Region {
  readonly from: number
  readonly to: number
  /** Where the test is made; a value given later is another one. */
  readonly at: number
}

interface Store {
  readonly name: string
  readonly value: Expression
  readonly end: number
}

/** The variables that a file tests against a list or a pattern, and where that holds; found in one pass when first asked for. */
export class TestedNames {
  readonly #regions = new Map<Scope, Map<string, Region[]>>()
  readonly #stores = new Map<Scope, Map<string, Store[]>>()

  readonly #meaning: Meaning
  readonly #factsOf: (test: Expression, assigned: Assigned) => TestFacts
  #isRead = false

  constructor(meaning: Meaning, readFacts: typeof pathFactsOf = factsOf) {
    this.#meaning = meaning
    this.#factsOf = readFacts
  }

  #read(): void {
    this.#isRead = true
    const { bindings } = this.#meaning
    const { nodes, sites } = bindings
    for (let i = 0; i < nodes.length; i++) {
      const scope = sites[i]?.scope
      const node = nodes[i]
      if (scope && node?.kind === 'Assign') this.#store(node, scope)
    }
    for (let i = 0; i < nodes.length; i++) {
      const scope = sites[i]?.scope
      const node = nodes[i]
      if (scope && node) this.#test(node, scope, bindings.scopes)
    }
  }

  /** What an expression is was tested before offset `at`, and not given another value since. */
  has(node: Expression, { scope }: Site, at: number): boolean {
    if (!this.#isRead) this.#read()
    if (this.#regions.size === 0) return false
    let place = placeOf(node)
    for (; place !== undefined; place = ownerOf(place)) {
      for (let home: Scope | null = scope; home; home = home.parent) {
        if (this.#holds(place, home, at)) return true
        if (home.kind !== 'comprehension') break
      }
    }
    return false
  }

  #holds(place: string, scope: Scope, at: number): boolean {
    const regions = this.#regions.get(scope)?.get(place)
    if (!regions) return false
    const stores = this.#stores.get(scope)?.get(rootOf(place)) ?? []
    const isOther = ({ value, name }: Store) =>
      !isFixed(value) && rootOf(placeOf(value) ?? '') !== name
    const last = stores.findLast((store) => store.end <= at && isOther(store))?.end ?? -1
    return regions.some((region) => region.from <= at && at < region.to && last <= region.at)
  }

  #store(node: Node & { kind: 'Assign' }, scope: Scope): void {
    for (const target of node.targets) {
      if (target.kind !== 'Name') continue
      const { id: name } = target
      append(this.#stores, scope, name, { name, value: node.value, end: node.end })
    }
  }

  #test(node: Node, scope: Scope, scopes: ReadonlyMap<Node, Site>): void {
    const assigned = this.#assignedBefore(scope, node.start)
    const facts = (test: Expression) => this.#factsOf(test, assigned)
    switch (node.kind) {
      case 'If':
      case 'While':
        this.#branch(node, facts(node.test), scope)
        break
      case 'IfExp': {
        const { ifTrue, ifFalse } = facts(node.test)
        this.#add(scope, ifTrue, inside(node.body, node.start))
        this.#add(scope, ifFalse, inside(node.orelse, node.start))
        break
      }
      case 'Assert':
        this.#add(scope, facts(node.test).ifTrue, after(node))
        break
      case 'Expr':
        if (node.value.kind === 'Call') {
          this.#add(scope, checkedBy(node.value, assigned), after(node))
        }
        break
      case 'BoolOp':
        for (const [i, value] of node.values.slice(0, -1).entries()) {
          const { ifTrue, ifFalse } = facts(value)
          const next = node.values[i + 1]
          const rest = { from: next?.start ?? node.end, to: node.end, at: node.start }
          this.#add(scope, node.op === 'And' ? ifTrue : ifFalse, rest)
        }
        break
      case 'ListComp':
      case 'SetComp':
      case 'DictComp':
      case 'GeneratorExp': {
        const own = scopes.get(node)?.scope ?? scope
        for (const test of node.generators.flatMap(({ ifs }) => ifs)) {
          this.#add(own, facts(test).ifTrue, inside(node, node.start))
        }
        break
      }
      default:
    }
  }

  #branch(node: Node & { kind: 'If' | 'While' }, facts: TestFacts, scope: Scope): void {
    const { ifTrue, ifFalse } = facts
    if (ifTrue.length + ifFalse.length === 0) return
    const [first] = node.body
    const last = node.body.at(-1)
    if (first && last) {
      this.#add(scope, ifTrue, { from: first.start, to: last.end, at: node.start })
    }
    const [otherwise] = node.orelse
    const end = node.orelse.at(-1)?.end ?? node.end
    if (otherwise) this.#add(scope, ifFalse, { from: otherwise.start, to: end, at: node.start })
    const later = { from: node.end, to: Number.POSITIVE_INFINITY, at: node.start }
    if (node.kind === 'While' || leaves(last)) this.#add(scope, ifFalse, later)
    else
      this.#add(
        scope,
        ifFalse.filter((place) => isMended(place, node.body)),
        later,
      )
    if (leaves(node.orelse.at(-1))) this.#add(scope, ifTrue, later)
  }

  #add(scope: Scope, places: readonly string[], region: Region): void {
    for (const place of places) append(this.#regions, scope, place, region)
  }

  #assignedBefore(scope: Scope, at: number): Assigned {
    return (name) =>
      this.#stores
        .get(scope)
        ?.get(name)
        ?.findLast(({ end }) => end <= at)?.value
  }
}

function append<T>(
  places: Map<Scope, Map<string, T[]>>,
  scope: Scope,
  name: string,
  item: T,
): void {
  const names = places.get(scope) ?? new Map<string, T[]>()
  places.set(scope, names)
  const known = names.get(name)
  if (known) known.push(item)
  else names.set(name, [item])
}

function inside({ start, end }: Node, at: number): Region {
  return { from: start, to: end, at }
}

function after({ start, end }: Node): Region {
  return { from: end, to: Number.POSITIVE_INFINITY, at: start }
}

/** Whoever comes to this statement does not come to what stands below the block it ends. */
function leaves(last: Statement | undefined): boolean {
  switch (last?.kind) {
    case 'Return':
    case 'Raise':
    case 'Continue':
    case 'Break':
      return true
    case 'Expr': {
      if (last.value.kind !== 'Call') return false
      const { func } = last.value
      const name = func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : ''
      return /^(abort|exit|_exit|quit|fail|error|stop|send_error|skip|raise_\w+)$/.test(name)
    }
    default:
      return false
  }
}

/** The block gives the place a constant instead. */
function isMended(place: string, body: readonly Statement[]): boolean {
  return body.some(
    (statement) =>
      statement.kind === 'Assign' &&
      statement.targets.some((target) => placeOf(target) === place) &&
      isFixed(statement.value),
  )
}

/** `a.b['c']` is a part of `a.b`, and that of `a`. */
function ownerOf(place: string): string | undefined {
  const end = Math.max(place.lastIndexOf('.'), place.lastIndexOf('['))
  return end < 0 ? undefined : place.slice(0, end)
}

function rootOf(place: string): string {
  return /^\w*/.exec(place)?.[0] ?? place
}
