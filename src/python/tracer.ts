import type { AttributeStore } from './bind-targets.ts'
import type { Meaning } from './meaning.ts'
import { attributeOf } from './names.ts'
import type { Call, ClassDef, Dict, Expression } from './nodes.ts'
import { argumentFor } from './parameters.ts'
import type { Bound, Site } from './scopes.ts'
import { lookUp } from './scopes.ts'
import type { Step, Trace } from './traces.ts'
import { cleanedFor, joined, limited, nothing, step, stepThrough, withStep } from './traces.ts'
import type { Callable, Located, Value } from './values.ts'

/** What a function says of one of its parameters; names are full names. */
export interface Declared {
  readonly name: string
  readonly decorators: readonly string[]
  /** What its annotation and its default may be. */
  readonly types: readonly string[]
  readonly defaults: readonly string[]
  /** The first argument of each decorator, such as the pattern of a route. */
  readonly texts: readonly string[]
}

/** What a flow's ends and cleaners are called is up to who asks. */
export interface FlowKnowledge {
  /**
   * The kind of outside data that this full name is (`name()` where it is called); `.name` is an attribute of an object
   * of which nothing is known. Undefined for anything else.
   */
  readonly sourceOf: (path: string) => string | undefined
  /** The kind of outside data that a parameter of a function holds when it is called from outside. */
  readonly parameterSourceOf: (parameter: Declared) => string | undefined
  /** For which uses a call of this name makes its argument harmless: `all`, or kinds of sinks. */
  readonly cleans: (path: string) => readonly string[] | undefined
  /** The code has tested what an expression is against what it may be. */
  readonly isTested: (node: Expression, site: Site) => boolean
  /** A call of this name gives nothing of what its arguments hold. */
  readonly forgets: (path: string) => boolean
}

const mostDepth = 150
/** Entries of a dictionary that are told apart. */
const mostEntries = 200
/** Places that put something into one object that are followed. */
const mostStores = 32
/** Classes above a class that are looked at. */
const mostBases = 4
/** Methods that put their arguments into the object. */
const filling = new Set([
  'append',
  'extend',
  'insert',
  'add',
  'update',
  'setdefault',
  'write',
  'put',
  'appendleft',
])

/**
 * Follows data backwards from an expression to where it comes from outside, or into the function it is in. Each
 * expression is worked out once; a function of the module is worked out by itself and then applied to its calls.
 */
export class Tracer {
  readonly #meaning: Meaning
  readonly #knowledge: FlowKnowledge
  readonly #known = new Map<Expression, Trace>()
  readonly #fills = new Map<string, Located<Call>[]>()
  #depth = 0

  constructor(meaning: Meaning, knowledge: FlowKnowledge) {
    this.#meaning = meaning
    this.#knowledge = knowledge
    for (const method of filling) {
      for (const call of meaning.bindings.calls.get(method) ?? []) {
        const { func } = call.node
        if (func.kind !== 'Attribute' || func.value.kind !== 'Name') continue
        const known = this.#fills.get(func.value.id)
        if (known) known.push(call)
        else this.#fills.set(func.value.id, [call])
      }
    }
  }

  trace(node: Expression, site: Site): Trace {
    const known = this.#known.get(node)
    if (known) return known
    if (this.#depth >= mostDepth) return nothing
    this.#known.set(node, nothing)
    this.#depth++
    const trace = this.#isTested(node, site)
      ? nothing
      : limited(this.#source(node, site) ?? this.#follow(node, site))
    this.#depth--
    this.#known.set(node, trace)
    return trace
  }

  #isTested(node: Expression, site: Site): boolean {
    const isPlace = node.kind === 'Name' || node.kind === 'Attribute' || node.kind === 'Subscript'
    return isPlace && this.#knowledge.isTested(node, site)
  }

  #source(node: Expression, site: Site): Trace | undefined {
    for (const path of this.#ownPaths(node, site)) {
      const source = this.#knowledge.sourceOf(path)
      if (source === undefined) continue
      const name = path.replace(/^builtins\./, '')
      const last: Step = { node, what: 'source', name, from: undefined }
      return { origins: [{ source, name, cleaned: [], last }], incoming: [] }
    }
    return undefined
  }

  /** Full names that the expression has by itself, not through a name that it was assigned to or a function's result. */
  #ownPaths(node: Expression, site: Site): readonly string[] {
    switch (node.kind) {
      case 'Name': {
        const { bindings } = lookUp(node.id, site, node.start)
        const isOwn = bindings.every(({ bound }) => bound.kind === 'import')
        return isOwn ? this.#meaning.paths(node, site) : []
      }
      case 'Attribute': {
        const bases = this.#meaning.paths(node.value, site)
        return bases.length > 0
          ? bases.map((base) => attributeOf(base, node.attr))
          : [`.${node.attr}`]
      }
      case 'Call': {
        const callees = this.#meaning.paths(node.func, site)
        const byLast = node.func.kind === 'Attribute' ? [`.${node.func.attr}()`] : []
        return [...callees.map((callee) => `${callee}()`), ...byLast]
      }
      default:
        return []
    }
  }

  #follow(node: Expression, site: Site): Trace {
    switch (node.kind) {
      case 'Name':
        return this.#name(node, site)
      case 'Attribute':
        return joined([this.trace(node.value, site), this.#stored(node, site)])
      case 'Call':
        return this.#call(node, site)
      case 'Subscript':
        return this.#item(node, site)
      case 'BinOp':
        return this.#sum(node, site)
      case 'JoinedStr':
      case 'TemplateStr':
      case 'BoolOp':
        return joined(node.values.map((value) => this.trace(value, site)))
      default:
        return this.#followRest(node, site)
    }
  }

  #followRest(node: Expression, site: Site): Trace {
    switch (node.kind) {
      case 'FormattedValue':
      case 'Interpolation':
      case 'Await':
      case 'Starred':
      case 'NamedExpr':
      case 'YieldFrom':
        return this.trace(node.value, site)
      case 'IfExp':
        return joined([this.trace(node.body, site), this.trace(node.orelse, site)])
      case 'List':
      case 'Tuple':
      case 'Set':
        return joined(node.elts.map((element) => this.trace(element, site)))
      case 'Dict':
        return joined(node.values.map((value) => this.trace(value, site)))
      default:
        return this.#comprehension(node)
    }
  }

  #comprehension(node: Expression): Trace {
    const inside = this.#meaning.bindings.scopes.get(node)
    if (!inside) return nothing
    switch (node.kind) {
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp':
        return this.trace(node.elt, inside)
      case 'DictComp':
        return joined([this.trace(node.key, inside), this.trace(node.value, inside)])
      default:
        return nothing
    }
  }

  /** Down the left side in a loop, since a sum may have thousands of parts. */
  #sum(node: Expression & { kind: 'BinOp' }, site: Site): Trace {
    const parts = [this.trace(node.right, site)]
    let { left } = node
    for (; left.kind === 'BinOp'; left = left.left) parts.push(this.trace(left.right, site))
    parts.push(this.trace(left, site))
    return joined(parts)
  }

  #name(node: Expression & { kind: 'Name' }, site: Site): Trace {
    const { bindings } = lookUp(node.id, site, node.start)
    const traces = bindings.map(({ bound, site: at }) =>
      withStep(this.#bound(bound, at), { node, what: 'assigned', name: node.id, bound }),
    )
    const fills = (this.#fills.get(node.id) ?? []).filter(
      (call) => call.site.scope === site.scope && call.node.start < node.start,
    )
    for (const call of fills.slice(-mostStores)) {
      const given = joined(call.node.args.map((argument) => this.trace(argument, call.site)))
      traces.push(step(given, { node: call.node, what: 'changed', name: node.id }))
    }
    for (const store of (site.scope.itemStores.get(node.id) ?? []).slice(-mostStores)) {
      if (store.key.node.start < node.start) traces.push(this.#bound(store.bound, store.key.site))
    }
    return joined(traces)
  }

  #bound(bound: Bound, site: Site): Trace {
    switch (bound.kind) {
      case 'value':
      case 'item':
      case 'entered':
      case 'part':
        return this.trace(bound.value.node, bound.value.site)
      case 'augmented':
        return joined([
          this.trace(bound.target, site),
          this.trace(bound.value.node, bound.value.site),
        ])
      case 'parameter':
        return this.#parameter(bound)
      default:
        return nothing
    }
  }

  #parameter({ node, args, name }: Bound & { kind: 'parameter' }): Trace {
    const position = [...args.posonlyargs, ...args.args].findIndex((arg) => arg.name === name)
    const last: Step = { node: argumentPlace(node, name), what: 'passed', name, from: undefined }
    return { origins: [], incoming: [{ node, parameter: name, position, cleaned: [], last }] }
  }

  #stored(node: Expression & { kind: 'Attribute' }, site: Site): Trace {
    const stores = this.#meaning.bindings.attributeStores.get(node.attr) ?? []
    const owners = this.#meaning.values(node.value, site)
    const traces = stores
      .slice(-mostStores)
      .filter((store) => this.#isSameOwner(store, owners))
      .map((store) => {
        const trace = this.#bound(store.bound, store.target.site)
        return step(trace, { node: store.target.node, what: 'stored', name: node.attr })
      })
    for (const owner of owners) {
      if (owner.kind === 'object') traces.push(...this.#fieldGiven(owner.node, node.attr))
      if (owner.kind !== 'object' && owner.kind !== 'class') continue
      const inside = this.#meaning.bindings.scopes.get(owner.node)?.scope
      for (const { bound, site: at } of inside?.bindings.get(node.attr) ?? []) {
        traces.push(this.#bound(bound, at))
      }
    }
    return joined(traces)
  }

  /** What the calls of a class without an initialiser of its own, such as a data class, give to a field. */
  #fieldGiven(owner: ClassDef, attribute: string): readonly Trace[] {
    const { bindings } = this.#meaning
    if (bindings.scopes.get(owner)?.scope.bindings.has('__init__')) return []
    const position = fieldsOf(owner).indexOf(attribute)
    if (position < 0) return []
    return (bindings.calls.get(owner.name) ?? []).slice(0, mostStores).flatMap((call) => {
      const given = argumentFor(call.node, attribute, position)
      const isOwn = this.#meaning
        .values(call.node.func, call.site)
        .some((callee) => callee.kind === 'class' && callee.node === owner)
      if (!given || !isOwn) return []
      const trace = this.trace(given, call.site)
      return [step(trace, { node: call.node, what: 'stored', name: attribute })]
    })
  }

  #isSameOwner({ target }: AttributeStore, owners: readonly Value[]): boolean {
    return this.#meaning
      .values(target.node.value, target.site)
      .some((owner) =>
        owners.some(
          (other) =>
            (owner.kind === 'object' || owner.kind === 'class') &&
            (other.kind === 'object' || other.kind === 'class') &&
            (this.#isKindOf(owner, other.node) || this.#isKindOf(other, owner.node)),
        ),
      )
  }

  /** A class is another one or made from it; a method of the one may meet what the other stored. */
  #isKindOf(
    { node, site }: Value & { kind: 'object' | 'class' },
    other: ClassDef,
    hops = 0,
  ): boolean {
    if (node === other) return true
    if (hops >= mostBases) return false
    return node.bases.some((base) =>
      this.#meaning
        .values(base, site)
        .some((value) => value.kind === 'class' && this.#isKindOf(value, other, hops + 1)),
    )
  }

  /** `d["a"]` holds nothing of what was put into `d["b"]`. */
  #item(node: Expression & { kind: 'Subscript' }, site: Site): Trace {
    const wanted = this.#meaning.text(node.slice, site)
    const { value } = node
    if (value.kind !== 'Name' || wanted === undefined) return this.trace(value, site)
    const isOther = ({ node: key, site: at }: Located) => {
      const stored = this.#meaning.text(key, at)
      return stored !== undefined && stored !== wanted
    }
    const own = this.#ownPaths(value, site).some(
      (path) => this.#knowledge.sourceOf(path) !== undefined,
    )
    if (own) return this.trace(value, site)
    const held = lookUp(value.id, site, value.start).bindings.map(({ bound, site: at }) =>
      bound.kind === 'value' &&
      bound.value.node.kind === 'Dict' &&
      bound.value.node.keys.length <= mostEntries
        ? this.#entries(bound.value.node, bound.value.site, isOther)
        : this.#bound(bound, at),
    )
    const stores = (site.scope.itemStores.get(value.id) ?? []).filter(({ key }) => !isOther(key))
    return joined([...held, ...stores.map(({ bound, key }) => this.#bound(bound, key.site))])
  }

  #entries(dict: Dict, site: Site, isOther: (key: Located) => boolean): Trace {
    const values = dict.values.filter((_, i) => {
      const key = dict.keys[i]
      return !key || !isOther({ node: key, site })
    })
    return joined(values.map((value) => this.trace(value, site)))
  }

  #call(node: Call, site: Site): Trace {
    const callees = this.#meaning.values(node.func, site)
    const own = callees.filter((callee) => callee.kind === 'function')
    if (own.length > 0) return joined(own.map((callee) => this.#returned(callee, node, site)))
    const paths = callees.flatMap((callee) => (callee.kind === 'path' ? [callee.path] : []))
    if (paths.length > 0 && paths.every((path) => this.#knowledge.forgets(path))) return nothing
    const owner = node.func.kind === 'Attribute' ? this.trace(node.func.value, site) : nothing
    // The key of a dictionary chooses one of its values and is none of them.
    const isLookUp = paths.length > 0 && paths.every((path) => path === 'builtins.dict().get')
    const given = [
      ...(isLookUp ? node.args.slice(1) : node.args),
      ...node.keywords.map(({ value }) => value),
    ]
    const trace = joined([owner, ...given.map((argument) => this.trace(argument, site))])
    // `get('page', type=int)` converts what it gives.
    const type = node.keywords.find(({ arg }) => arg === 'type')?.value
    const makers = type ? this.#meaning.paths(type, site) : []
    const cleaned = [...paths, ...makers].flatMap((path) => this.#knowledge.cleans(path) ?? [])
    return cleaned.length > 0 ? cleanedFor(trace, cleaned) : trace
  }

  /** What a function of the module gives back, with what comes in replaced by this call's arguments. */
  #returned(callee: Value & { kind: 'function' }, call: Call, site: Site): Trace {
    const inside = this.#meaning.bindings.scopes.get(callee.node)
    if (!inside) return nothing
    const { returns, yields } = inside.scope
    const result = joined([...returns, ...yields].map(({ node, site: at }) => this.trace(node, at)))
    const shift = callee.self ? 1 : 0
    const name = nameOf(callee.node)
    const traces: Trace[] = [
      step({ ...result, incoming: [] }, { node: call, what: 'returned', name }),
    ]
    for (const incoming of result.incoming) {
      if (incoming.node !== callee.node) {
        traces.push({ origins: [], incoming: [incoming] })
        continue
      }
      const argument = argumentFor(call, incoming.parameter, incoming.position - shift)
      if (!argument) continue
      traces.push(
        cleanedFor(
          stepThrough(this.trace(argument, site), incoming, { node: call, name }),
          incoming.cleaned,
        ),
      )
    }
    return joined(traces)
  }
}

/** The annotated names of a class, in order. */
function fieldsOf({ body }: ClassDef): readonly string[] {
  return body.flatMap((statement) =>
    statement.kind === 'AnnAssign' && statement.target.kind === 'Name' ? [statement.target.id] : [],
  )
}

/** What a reader calls a function. */
export function nameOf(node: Callable): string {
  return node.kind === 'Lambda' ? 'lambda' : node.name
}

/** Where a parameter stands in the text. */
export function argumentPlace({ args, start, end }: Callable, name: string): Step['node'] {
  const all = [...args.posonlyargs, ...args.args, args.vararg, ...args.kwonlyargs, args.kwarg]
  return all.find((arg) => arg?.name === name) ?? { start, end }
}
