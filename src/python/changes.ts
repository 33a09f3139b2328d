import type { Bindings } from './bind.ts'
import { append } from './bind-targets.ts'
import type { Arguments, Call, Expression, Node } from './nodes.ts'
import type { Located, Scope } from './scopes.ts'

/** Variables and attributes of a module whose list, dictionary or bytes may be changed in place. */
export interface Changes {
  hasName(id: string): boolean
  hasAttribute(name: string): boolean
}

/**
 * Finds what may be changed other than by a plain `name[key] = value` in the name's own scope: by methods, by functions that
 * are given it, under other names, and from within containers. Goes by names alone, so that it rather finds too much.
 */
export function changesIn(bindings: Bindings): Changes {
  const finder = new ChangeFinder(bindings)
  finder.find()
  return {
    hasName: (id) => finder.changed.has(id),
    hasAttribute: (name) => finder.changed.has(attributeKey(name)),
  }
}

/** Methods that change what they are called on. */
const changingMethods: ReadonlySet<string> = new Set(
  [
    'append appendleft extend extendleft insert clear remove reverse sort rotate pop popleft popitem',
    'update setdefault add discard __setitem__ __delitem__ __iadd__ __imul__ __ior__ move_to_end subtract',
  ]
    .join(' ')
    .split(' '),
)

/** Functions of the standard library and of numpy that change their arguments, by their last names. */
const changingFunctions: ReadonlySet<string> = new Set(
  'shuffle heapify heappush heappop heapreplace heappushpop insort insort_left insort_right setitem delitem iadd iconcat imul'.split(
    ' ',
  ),
)
const containerTypes: ReadonlySet<string> = new Set(
  'list dict set bytearray deque OrderedDict defaultdict Counter MutableSequence MutableMapping'.split(
    ' ',
  ),
)
/** More rounds than names are handed on by in code that is meant to be read. */
const mostRounds = 16

/** All functions of one name, since a call may be of any of them. */
interface Namesakes {
  readonly functions: Parameters[]
  readonly calls: readonly Located<Call>[]
}

interface Parameters {
  /** In the order of arguments, without `self`. */
  readonly plain: readonly string[]
  readonly vararg: string | undefined
  readonly byName: readonly string[]
}

/** Where arguments are changed. */
interface Receivers {
  readonly places: ReadonlySet<number>
  readonly keywords: ReadonlySet<string>
  /** From this place on, too. */
  readonly rest: number
}

class ChangeFinder {
  readonly changed = new Set<string>()
  private readonly bindings: Bindings
  /** Names that stand for the same container, each with the other. */
  private readonly aliases = new Map<string, string[]>()
  /** Names whose containers are in other containers. */
  private readonly held = new Set<string>()
  /** Names with an item that is assigned somewhere. */
  private readonly stored = new Set<string>()
  /** Something in a container is changed, whatever it is. */
  private changesHeld = false

  constructor(bindings: Bindings) {
    this.bindings = bindings
  }

  find(): void {
    this.lookAtMethods()
    this.lookAtItems()
    this.lookAtFunctions()
    this.lookAtNames()
    this.lookAtContainers()
    this.lookAtLoops()
    const namesakes = this.namesakes()
    for (let round = 0, before = -1; this.changed.size > before && round < mostRounds; round++) {
      before = this.changed.size
      this.handOn(namesakes)
    }
  }

  private handOn(namesakes: readonly Namesakes[]): void {
    if (this.changesHeld) for (const name of this.held) this.changed.add(name)
    for (const name of [...this.changed]) {
      for (const other of this.aliases.get(name) ?? []) this.changed.add(other)
    }
    for (const { functions, calls } of namesakes) {
      const receivers = this.receivers(functions)
      if (receivers === undefined) continue
      for (const { node } of calls) this.handOver(node, receivers)
    }
  }

  private receivers(functions: readonly Parameters[]): Receivers | undefined {
    const isChanged = (name: string) => this.changed.has(name)
    const places = new Set<number>()
    const keywords = new Set<string>()
    let rest = Number.POSITIVE_INFINITY
    for (const { plain, vararg, byName } of functions) {
      for (const [i, name] of plain.entries()) if (isChanged(name)) places.add(i)
      for (const name of byName.filter(isChanged)) keywords.add(name)
      if (vararg !== undefined && (this.changesHeld || isChanged(vararg))) {
        rest = Math.min(rest, plain.length)
      }
    }
    const isNone = keywords.size === 0 && rest === Number.POSITIVE_INFINITY
    return isNone ? undefined : { places, keywords, rest }
  }

  private handOver({ args, keywords }: Call, to: Receivers): void {
    args.forEach((argument, i) => {
      if (to.places.has(i) || i >= to.rest) this.mark(argument, false)
    })
    for (const { arg, value } of keywords) {
      if (arg !== null && to.keywords.has(arg)) this.mark(value, false)
    }
  }

  /** What is changed through an expression: a name, an attribute, or something in a container. */
  private mark(node: Expression | undefined, isDeep = true): void {
    if (node?.kind === 'Name') this.changed.add(node.id)
    else if (node?.kind === 'Attribute') this.changed.add(attributeKey(node.attr))
    else if (isDeep) this.changesHeld = true
  }

  private lookAtMethods(): void {
    for (const node of this.nodes('Attribute')) {
      if (!changingMethods.has(node.attr)) continue
      this.mark(node.value)
    }
    for (const method of changingMethods) {
      for (const { node } of this.bindings.calls.get(method) ?? []) {
        const { func, args } = node
        const owner = func.kind === 'Attribute' ? nameOf(func.value) : undefined
        if (owner !== undefined && containerTypes.has(owner)) this.mark(args[0])
      }
    }
  }

  private lookAtItems(): void {
    for (const { value, ctx } of this.nodes('Subscript')) {
      if (ctx === 'Del' || (ctx === 'Store' && value.kind !== 'Name')) this.mark(value)
    }
    for (const { itemStores, bindings } of this.scopes()) {
      for (const name of itemStores.keys()) {
        this.stored.add(name)
        // Only what the scope itself assigns is known to be the container that the store is seen on.
        const own = bindings.get(name) ?? []
        const isOwn = own.length > 0 && own.every(({ bound }) => bound.kind === 'value')
        if (!isOwn) this.changed.add(name)
      }
    }
  }

  private lookAtFunctions(): void {
    const names = new Set(changingFunctions)
    for (const { names: imported } of this.nodes('ImportFrom')) {
      for (const { name, asname } of imported) {
        if (asname !== null && changingFunctions.has(name)) names.add(asname)
      }
    }
    for (const name of names) {
      for (const { node } of this.bindings.calls.get(name) ?? []) {
        for (const argument of node.args) this.mark(argument)
      }
    }
  }

  private lookAtNames(): void {
    for (const { targets, value } of this.nodes('Assign')) {
      for (const target of targets) this.alias(target, value)
    }
    for (const { target, value } of this.nodes('AnnAssign')) if (value) this.alias(target, value)
    for (const { target, value } of this.nodes('NamedExpr')) this.alias(target, value)
  }

  private lookAtContainers(): void {
    for (const kind of ['List', 'Tuple', 'Set'] as const) {
      for (const { elts } of this.nodes(kind)) for (const one of elts) this.hold(one)
    }
    for (const { values } of this.nodes('Dict')) for (const one of values) this.hold(one)
    for (const { returns, yields } of this.scopes()) {
      for (const { node } of [...returns, ...yields]) this.hold(node)
    }
  }

  /** A variable of a loop stands for what is in a container. */
  private lookAtLoops(): void {
    for (const { bindings } of this.scopes()) {
      for (const [name, own] of bindings) {
        if (!this.changed.has(name)) continue
        if (own.some(({ bound }) => bound.kind === 'item')) this.changesHeld = true
      }
    }
  }

  private alias(target: Expression, value: Expression): void {
    const made = keyOf(target)
    if (made === undefined) return
    for (const name of namesIn(value)) {
      append(this.aliases, made, name)
      append(this.aliases, name, made)
      const isStored = this.stored.has(made) || this.stored.has(name)
      if (isStored) for (const one of [made, name]) this.changed.add(one)
    }
  }

  private hold(value: Expression | null | undefined): void {
    const name = value && keyOf(value)
    if (name) this.held.add(name)
  }

  private namesakes(): readonly Namesakes[] {
    const found = new Map<string, Namesakes>()
    const add = (name: string, args: Arguments) => {
      const known = found.get(name) ?? { functions: [], calls: this.bindings.calls.get(name) ?? [] }
      found.set(name, known)
      known.functions.push(parametersOf(args))
    }
    for (const kind of ['FunctionDef', 'AsyncFunctionDef'] as const) {
      for (const { name, args } of this.nodes(kind)) add(name, args)
    }
    for (const { args } of this.nodes('Lambda')) add('<lambda>', args)
    for (const { targets, value } of this.nodes('Assign')) {
      const name = nameOf(targets[0])
      if (value.kind === 'Lambda' && name !== undefined) add(name, value.args)
    }
    return [...found.values()]
  }

  private *nodes<K extends Node['kind']>(kind: K): Generator<Extract<Node, { kind: K }>> {
    for (const at of this.bindings.indexesOf(kind)) {
      yield this.bindings.nodes[at] as Extract<Node, { kind: K }>
    }
  }

  private *scopes(): Generator<Scope> {
    yield this.bindings.root.scope
    for (const { scope } of this.bindings.scopes.values()) yield scope
  }
}

function parametersOf({ posonlyargs, args, vararg, kwonlyargs }: Arguments): Parameters {
  const [first, ...others] = [...posonlyargs, ...args].map(({ name }) => name)
  const isBound = first === 'self' || first === 'cls'
  const plain = first === undefined || isBound ? others : [first, ...others]
  return {
    plain,
    vararg: vararg?.name,
    byName: [...plain, ...kwonlyargs.map(({ name }) => name)],
  }
}

/** Names that an expression may be as it is. */
function namesIn(value: Expression): string[] {
  if (value.kind === 'IfExp') return [...namesIn(value.body), ...namesIn(value.orelse)]
  if (value.kind === 'BoolOp') return value.values.flatMap(namesIn)
  if (value.kind === 'NamedExpr') return [...namesIn(value.target), ...namesIn(value.value)]
  const name = keyOf(value)
  return name === undefined ? [] : [name]
}

function keyOf(node: Expression): string | undefined {
  if (node.kind === 'Name') return node.id
  return node.kind === 'Attribute' ? attributeKey(node.attr) : undefined
}

function nameOf(node: Expression | undefined): string | undefined {
  return node?.kind === 'Name' ? node.id : undefined
}

/** No variable is called so. */
function attributeKey(name: string): string {
  return `.${name}`
}
