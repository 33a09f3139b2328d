import type { Bindings } from '../python/bind.ts'
import type {
  Arguments,
  AsyncFunctionDef,
  Call,
  Expression,
  FunctionDef,
  Node,
} from '../python/nodes.ts'
import { walk } from '../python/visit.ts'
import { coarser, type Grain, grain } from './grain.ts'
import { nodesOf } from './nodes-of.ts'

/** What can tell of a grain. */
const teaching: ReadonlySet<Node['kind']> = new Set([
  ...([
    'Assign',
    'AnnAssign',
    'AugAssign',
    'NamedExpr',
    'For',
    'AsyncFor',
    'Comprehension',
  ] as const),
  ...(['With', 'AsyncWith', 'Match', 'Return', 'Yield', 'YieldFrom', 'Call'] as const),
  ...(['FunctionDef', 'AsyncFunctionDef', 'Lambda'] as const),
])

/** Methods that keep what they are given, so that handing one on fills its object. */
const keeping = new Set([
  ...['append', 'appendleft', 'extend', 'add', 'update', 'insert', 'setdefault', '__setitem__'],
  ...['put', 'send', 'write', 'writelines', 'writerow'],
])

/**
 * What a script's statements tell of the grains of its names: `x` for a variable, `.x` for an attribute of anything,
 * `f()` for what a function of the script gives.
 */
export class Lessons {
  readonly #grains = new Map<string, Grain>()
  readonly #parameters = new Map<string, readonly string[]>()
  readonly #modules = new Set<string>()
  readonly #teachers: { readonly node: Node; readonly owner: Node | undefined }[] = []
  readonly #grainOf: (node: Node | null) => Grain
  /** Names that somebody asked for in this round. */
  readonly #asked = new Set<string>()
  #isStale = false
  #isHopeless = false

  constructor(bindings: Bindings, grainOf: (node: Node | null) => Grain) {
    this.#grainOf = grainOf
    const { nodes, kinds, sites } = bindings
    for (let at = 0; at < nodes.length; at++) {
      const kind = kinds[at]
      const node = kind && teaching.has(kind) ? nodes[at] : undefined
      if (node) this.#teachers.push({ node, owner: sites[at]?.scope.node })
    }
    for (const { node } of nodesOf(bindings, ['FunctionDef', 'AsyncFunctionDef'])) {
      this.#parameters.set(node.name, parameterNames(node.args))
    }
    for (const { node } of nodesOf(bindings, ['Import', 'ImportFrom'])) {
      for (const { name, asname } of node.names) {
        this.#modules.add(asname ?? name.split('.')[0] ?? name)
      }
    }
  }

  /** The grain of a name as far as it is known. */
  of(name: string): Grain {
    this.#asked.add(name)
    return this.#known(name)
  }

  #known(name: string): Grain {
    return this.#isHopeless ? grain.rows : (this.#grains.get(name) ?? grain.none)
  }

  /** The script defines a function of this name. */
  isDefined(name: string): boolean {
    return this.#parameters.has(name)
  }

  /** Goes over all statements once; true where some grain has risen after it was asked for, so that an answer is stale. */
  learn(): boolean {
    this.#asked.clear()
    this.#isStale = false
    for (const { node, owner } of this.#teachers) this.#statement(node, owner)
    return this.#isStale
  }

  /** From now on every name counts as rows. */
  giveUp(): void {
    this.#isHopeless = true
  }

  #statement(node: Node, owner: Node | undefined): void {
    switch (node.kind) {
      case 'Assign':
        for (const target of node.targets) this.#assign(target, node.value, owner)
        return
      case 'AnnAssign':
      case 'AugAssign':
      case 'NamedExpr':
        this.#assign(node.target, node.value, owner)
        return
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        this.#decorated(node)
        this.#defaults(node.args)
        return
      case 'Lambda':
        this.#defaults(node.args)
        return
      case 'For':
      case 'AsyncFor':
      case 'Comprehension':
        this.#loop(node.target, this.#grainOf(node.iter))
        return
      case 'With':
      case 'AsyncWith':
        for (const item of node.items)
          this.#bind(item.optionalVars, this.#grainOf(item.contextExpr))
        return
      case 'Match':
        this.#matched(node)
        return
      case 'Return':
      case 'Yield':
      case 'YieldFrom':
        this.#give(owner, this.#grainOf(node.value))
        return
      case 'Call':
        this.#call(node)
        return
      default:
    }
  }

  /** In a class a name is an attribute too. */
  #assign(target: Expression, value: Expression | null, owner: Node | undefined): void {
    const of = this.#grainOf(value)
    this.#bind(target, of)
    if (owner?.kind !== 'ClassDef' || target.kind !== 'Name') return
    this.#lift(`.${target.id}`, of)
    this.#special(target.id, of)
  }

  /** What a function gives, or what its decorators put in its place. */
  #give(owner: Node | undefined, of: Grain): void {
    if (owner?.kind !== 'FunctionDef' && owner?.kind !== 'AsyncFunctionDef') return
    this.#lift(`${owner.name}()`, of)
    this.#special(owner.name, of)
    if (owner.decorators.length === 0) return
    this.#lift(owner.name, of)
    this.#lift(`.${owner.name}`, of)
  }

  /** Special methods are called where no call is to be seen: rows that they give may come out anywhere. */
  #special(name: string, of: Grain): void {
    if (of < grain.rows || this.#isHopeless || !/^__(?!init__)\w+__$/.test(name)) return
    this.giveUp()
    this.#isStale = true
  }

  /** A decorated function is what its decorators give. */
  #decorated({ name, decorators }: FunctionDef | AsyncFunctionDef): void {
    for (const decorator of decorators) {
      const of = coarser(this.#grainOf(decorator), this.of(`${calledName(decorator)}()`))
      for (const key of [name, `.${name}`, `${name}()`]) this.#lift(key, of)
    }
  }

  #defaults({ posonlyargs, args, kwonlyargs, defaults, kwDefaults }: Arguments): void {
    const optional = [...posonlyargs, ...args].slice(-defaults.length)
    for (const [at, value] of defaults.entries()) {
      const name = optional[at]?.name
      if (name !== undefined) this.#lift(name, this.#grainOf(value))
    }
    for (const [at, value] of kwDefaults.entries()) {
      const name = kwonlyargs[at]?.name
      if (name !== undefined) this.#lift(name, this.#grainOf(value))
    }
  }

  /** Of a group's name and its rows, only the rows are rows. */
  #loop(target: Expression, of: Grain): void {
    const isOverGroups = of === grain.grouped && target.kind === 'Tuple' && target.elts.length === 2
    const [name, group] = isOverGroups ? target.elts : []
    if (!name || !group) {
      this.#bind(target, of === grain.grouped ? grain.rows : of)
      return
    }
    this.#bind(name, grain.reduced)
    this.#bind(group, grain.rows)
  }

  /** What a pattern captures is some part of the subject. */
  #matched({ subject, cases }: Extract<Node, { kind: 'Match' }>): void {
    const of = this.#grainOf(subject)
    for (const { pattern } of cases) {
      walk(pattern, (node) => {
        if ((node.kind === 'MatchAs' || node.kind === 'MatchStar') && node.name) {
          this.#lift(node.name, of)
        }
        if (node.kind === 'MatchMapping' && node.rest) this.#lift(node.rest, of)
      })
    }
  }

  /** What a call is given reaches the parameters of functions of that name, and the object whose method it is. */
  #call({ func, args, keywords }: Call): void {
    const given: Expression[] = [...args]
    for (const { value } of keywords) given.push(value)
    let highest: Grain = grain.none
    for (const part of given) highest = coarser(highest, this.#grainOf(part))
    const receiver = func.kind === 'Attribute' ? this.#grainOf(func.value) : grain.none
    const passed = coarser(highest, receiver >= grain.grouped ? grain.rows : receiver)
    const name = calledName(func)
    if (name !== undefined) this.#fill(this.#parameters.get(name), passed)
    for (const part of given) this.#handOn(part, passed)
    if (name === 'setattr' || name === '__setattr__') this.#special('__setattr__', highest)
    const isFit = name?.startsWith('fit') ?? false
    if (func.kind === 'Attribute' && !isFit) this.#liftRoot(func.value, highest)
  }

  /** A function that is given to others may be called by them with all that they are given. */
  #handOn(part: Expression, passed: Grain): void {
    if (part.kind === 'Lambda') this.#fill(parameterNames(part.args), passed)
    if (part.kind === 'Name') this.#fill(this.#parameters.get(part.id), passed)
    if (part.kind === 'Attribute' && keeping.has(part.attr)) this.#liftRoot(part.value, passed)
  }

  #fill(names: readonly string[] | undefined, of: Grain): void {
    for (const name of names ?? []) this.#lift(name, of)
  }

  #bind(target: Expression | null, of: Grain): void {
    switch (target?.kind) {
      case 'Name':
        this.#lift(target.id, of)
        return
      case 'Attribute':
        this.#lift(`.${target.attr}`, of)
        return
      case 'Subscript':
        this.#liftRoot(target.value, of)
        return
      case 'Starred':
        this.#bind(target.value, of)
        return
      case 'Tuple':
      case 'List':
        for (const part of target.elts) this.#bind(part, of)
        return
      default:
    }
  }

  /** The variable or attribute that an object is reached by; what a module is given stays in libraries. */
  #liftRoot(node: Expression, of: Grain): void {
    if (node.kind === 'Name') {
      if (!this.#modules.has(node.id)) this.#lift(node.id, of)
    } else if (node.kind === 'Attribute') {
      this.#lift(`.${node.attr}`, of)
    } else if (node.kind === 'Subscript') {
      this.#liftRoot(node.value, of)
    } else if (node.kind === 'Call' && node.func.kind === 'Attribute') {
      this.#liftRoot(node.func.value, of)
    }
  }

  #lift(name: string, of: Grain): void {
    if (this.#known(name) >= of) return
    this.#grains.set(name, of)
    if (this.#asked.has(name)) this.#isStale = true
  }
}

/** The name of the function that an expression is, or calls. */
function calledName(node: Expression): string | undefined {
  if (node.kind === 'Call') return calledName(node.func)
  return node.kind === 'Name' ? node.id : node.kind === 'Attribute' ? node.attr : undefined
}

function parameterNames({ posonlyargs, args, kwonlyargs, vararg, kwarg }: Arguments): string[] {
  const all = [
    ...posonlyargs,
    ...args,
    ...kwonlyargs,
    ...(vararg ? [vararg] : []),
    ...(kwarg ? [kwarg] : []),
  ]
  return all.map(({ name }) => name)
}
