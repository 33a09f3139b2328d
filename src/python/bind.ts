import { bindPattern } from './bind-patterns.ts'
import type { AttributeStore, BindingSink } from './bind-targets.ts'
import { append, bindTarget } from './bind-targets.ts'
import type {
  Arg,
  Arguments,
  AsyncFunctionDef,
  Call,
  ClassDef,
  Comprehension,
  Expression,
  FunctionDef,
  ImportFrom,
  Lambda,
  Module,
  Name,
  Node,
  Statement,
  TypeAlias,
} from './nodes.ts'
import type { Binding, Block, Bound, Scope, Site } from './scopes.ts'
import { mangled, moduleScope, newScope } from './scopes.ts'
import type { Located } from './values.ts'
import { children } from './visit.ts'

/**
 * What part a node plays for the node it is in: called, the object of an attribute or an item, a decorator, all that names are
 * assigned, within an annotation, or anything else.
 */
export type Role = 'callee' | 'object' | 'decorator' | 'assigned' | 'annotation' | 'other'

/** Every node of a module with the place it stands in, and everything that gives a name or an attribute a meaning. */
export interface Bindings {
  readonly root: Site
  readonly nodes: readonly Node[]
  /** For each node of `nodes`, its kind: one list of texts is read faster than objects of seventy shapes. */
  readonly kinds: readonly Node['kind'][]
  /** For each node of `nodes`, where it stands. */
  readonly sites: readonly Site[]
  readonly roles: readonly Role[]
  /** The scope that a function, lambda, class or comprehension opens. */
  readonly scopes: ReadonlyMap<Node, Site>
  /** `a.b = value`, by `b`. */
  readonly attributeStores: ReadonlyMap<string, readonly AttributeStore[]>
  /** Names that are used other than to be called, so that a function of that name may be called from anywhere. */
  readonly mentioned: ReadonlySet<string>
  /** Calls by the last name of what is called; a lambda called on the spot is under `<lambda>`. */
  readonly calls: ReadonlyMap<string, readonly Located<Call>[]>
  /** Where in `nodes` those of one kind are, in the order of the text. */
  indexesOf(kind: Node['kind']): readonly number[]
}

const none: readonly number[] = []

/** Finds the scopes and bindings of a module in one pass; never throws, and the depth of an expression does not matter. */
export function bind(module: Module): Bindings {
  const binder = new Binder(module)
  binder.body(module.body, binder.root)
  return binder
}

/** The state of one pass. */
class Binder implements Bindings, BindingSink {
  readonly root: Site
  readonly nodes: Node[] = []
  readonly kinds: Node['kind'][] = []
  readonly sites: Site[] = []
  readonly roles: Role[] = []
  readonly scopes = new Map<Node, Site>()
  readonly attributeStores = new Map<string, AttributeStore[]>()
  readonly mentioned = new Set<string>()
  readonly calls = new Map<string, Located<Call>[]>()
  readonly #indexes = new Map<Node['kind'] | undefined, number[]>()
  readonly #todo: Node[] = []
  readonly #todoSites: Site[] = []
  readonly #todoRoles: Role[] = []

  constructor(module: Module) {
    this.root = {
      scope: newScope('module', module, null),
      block: { parent: null, loop: null },
    }
  }

  body(statements: readonly Statement[], site: Site): void {
    for (const statement of statements) {
      this.#note(statement, site, 'other')
      this.#statement(statement, site)
    }
  }

  bindName(written: string, bound: Bound, site: Site, at: number): void {
    const name = mangled(written, site.scope)
    const home = homeOf(name, site.scope)
    const binding: Binding = { bound, site, at }
    if (bound.kind === 'deleted') home.deleted.add(name)
    append(home === site.scope ? home.bindings : home.remoteBindings, name, binding)
  }

  /** Notes every node of an expression, and what it binds by `:=`. */
  expression(root: Node | null | undefined, site: Site, role: Role = 'other'): void {
    if (!root) return
    const floor = this.#todo.length
    this.#push(root, site, role)
    while (this.#todo.length > floor) {
      const node = this.#todo.pop()
      const here = this.#todoSites.pop()
      const part = this.#todoRoles.pop()
      if (!node || !here || !part) return
      this.#note(node, here, part)
      this.#open(node, here, part)
    }
  }

  indexesOf(kind: Node['kind']): readonly number[] {
    if (this.#indexes.size === 0) {
      for (let i = 0; i < this.kinds.length; i++) append(this.#indexes, this.kinds[i], i)
    }
    return this.#indexes.get(kind) ?? none
  }

  #note(node: Node, site: Site, role: Role): void {
    this.nodes.push(node)
    this.kinds.push(node.kind)
    this.sites.push(site)
    this.roles.push(role)
  }

  #push(node: Node, site: Site, role: Role): void {
    this.#todo.push(node)
    this.#todoSites.push(site)
    this.#todoRoles.push(role)
  }

  #open(node: Node, site: Site, role: Role): void {
    switch (node.kind) {
      case 'Name':
        if (role !== 'callee' && node.ctx === 'Load') this.mentioned.add(node.id)
        break
      case 'Constant':
        break
      case 'Attribute':
        this.#push(node.value, site, 'object')
        break
      case 'Call':
        this.#call(node, site)
        break
      case 'Subscript':
        this.#push(node.value, site, 'object')
        this.#push(node.slice, site, role === 'annotation' ? role : 'other')
        break
      case 'Lambda':
        this.#lambda(node, site)
        break
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp':
        this.#comprehension(node, [node.elt], site)
        break
      case 'DictComp':
        this.#comprehension(node, [node.key, node.value], site)
        break
      case 'NamedExpr':
        this.#walrus(node.target, node.value, site)
        break
      case 'Yield':
      case 'YieldFrom':
        if (node.value) {
          site.scope.yields.push({ node: node.value, site })
          this.#push(node.value, site, 'other')
        }
        break
      default:
        for (const child of children(node)) {
          this.#push(child, site, role === 'annotation' ? role : 'other')
        }
    }
  }

  #call(node: Call, site: Site): void {
    append(this.calls, calledName(node.func), { node, site })
    this.#push(node.func, site, 'callee')
    for (const argument of node.args) this.#push(argument, site, 'other')
    for (const keyword of node.keywords) this.#push(keyword.value, site, 'other')
  }

  #walrus(target: Name, value: Expression, site: Site): void {
    let scope = site.scope
    while (scope.kind === 'comprehension' && scope.parent) scope = scope.parent
    const branch: Block = { parent: site.block, loop: site.block.loop }
    const bound: Bound = { kind: 'value', value: { node: value, site } }
    this.bindName(target.id, bound, { scope, block: branch }, value.end)
    this.#push(value, site, 'other')
  }

  #lambda(node: Lambda, site: Site): void {
    const inside = this.#openFunction(node, site)
    inside.scope.returns.push({ node: node.body, site: inside })
    this.#parameters(node, site, inside)
    this.#push(node.body, inside, 'other')
  }

  #comprehension(
    node: Expression & { readonly generators: readonly Comprehension[] },
    results: readonly Expression[],
    site: Site,
  ): void {
    const scope = newScope('comprehension', node, site.scope)
    const inside: Site = { scope, block: site.block }
    this.scopes.set(node, inside)
    node.generators.forEach((generator, i) => {
      const iterSite = i === 0 ? site : inside
      const value = { node: generator.iter, site: iterSite }
      bindTarget(this, generator.target, {
        bound: { kind: 'item', value, indexes: [null] },
        site: inside,
        at: node.start,
      })
      this.#push(generator.iter, iterSite, 'other')
      this.#push(generator.target, inside, 'other')
      for (const test of generator.ifs) this.#push(test, inside, 'other')
    })
    for (const result of results) this.#push(result, inside, 'other')
  }

  #openFunction(node: FunctionDef | AsyncFunctionDef | Lambda, site: Site): Site {
    const scope = newScope('function', node, site.scope)
    const inside: Site = { scope, block: { parent: null, loop: null } }
    this.scopes.set(node, inside)
    return inside
  }

  #parameters(node: FunctionDef | AsyncFunctionDef | Lambda, outside: Site, inside: Site): void {
    const { args } = node
    const all = [...args.posonlyargs, ...args.args, args.vararg, ...args.kwonlyargs, args.kwarg]
    for (const arg of all) if (arg) this.#parameter(node, args, arg, inside, outside)
    for (const value of args.defaults) this.expression(value, outside)
    for (const value of args.kwDefaults) this.expression(value, outside)
  }

  #parameter(
    node: FunctionDef | AsyncFunctionDef | Lambda,
    args: Arguments,
    arg: Arg,
    inside: Site,
    outside: Site,
  ): void {
    const { name, annotation } = arg
    this.#note(arg, inside, 'other')
    this.bindName(name, { kind: 'parameter', node, args, name, annotation }, inside, node.start)
    this.expression(annotation, outside, 'annotation')
  }

  #statement(node: Statement, site: Site): void {
    switch (node.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        this.#function(node, site)
        break
      case 'ClassDef':
        this.#class(node, site)
        break
      case 'Import':
      case 'ImportFrom':
        node.kind === 'Import' ? this.#import(node.names, site) : this.#importFrom(node, site)
        break
      case 'Global':
      case 'Nonlocal':
        for (const name of node.names) {
          site.scope.redirected.set(
            mangled(name, site.scope),
            node.kind === 'Global' ? 'global' : 'nonlocal',
          )
        }
        break
      case 'Return':
        if (node.value) site.scope.returns.push({ node: node.value, site })
        this.expression(node.value, site)
        break
      default:
        this.#assignment(node, site)
        break
    }
  }

  #assignment(node: Statement, site: Site): void {
    switch (node.kind) {
      case 'Assign':
        this.expression(node.value, site, node.targets.every(isName) ? 'assigned' : 'other')
        for (const target of node.targets) {
          this.#target(target, { kind: 'value', value: { node: node.value, site } }, site, node.end)
        }
        break
      case 'AnnAssign':
        this.expression(node.annotation, site, 'annotation')
        this.expression(node.value, site)
        this.#annotated(node, site)
        break
      case 'AugAssign':
        this.#augment(node.target, node, site)
        break
      case 'Delete':
        for (const target of node.targets) this.#target(target, { kind: 'deleted' }, site, node.end)
        break
      default:
        this.#compound(node, site)
        break
    }
  }

  #annotated({ target, value, end }: Statement & { kind: 'AnnAssign' }, site: Site): void {
    if (!value) this.expression(target, site)
    else this.#target(target, { kind: 'value', value: { node: value, site } }, site, end)
  }

  #augment(target: Expression, node: Statement & { kind: 'AugAssign' }, site: Site): void {
    const value = { node: node.value, site }
    this.expression(node.value, site)
    const bound: Bound =
      target.kind === 'Name'
        ? { kind: 'augmented', target, op: node.op, value }
        : { kind: 'unknown' }
    this.#target(target, bound, site, node.end)
  }

  #compound(node: Statement, site: Site): void {
    switch (node.kind) {
      case 'For':
      case 'AsyncFor': {
        this.expression(node.iter, site)
        const value = { node: node.iter, site }
        const loop = this.#loopBody(site)
        this.#target(node.target, { kind: 'item', value, indexes: [null] }, loop, node.target.start)
        this.body(node.body, loop)
        this.body(node.orelse, branchOf(site))
        break
      }
      case 'While':
        this.expression(node.test, site)
        this.body(node.body, this.#loopBody(site))
        this.body(node.orelse, branchOf(site))
        break
      case 'If':
        this.expression(node.test, site)
        this.body(node.body, branchOf(site))
        this.body(node.orelse, branchOf(site))
        break
      case 'With':
      case 'AsyncWith':
        for (const item of node.items) {
          this.expression(item.contextExpr, site)
          const value = { node: item.contextExpr, site }
          if (item.optionalVars) {
            this.#target(item.optionalVars, { kind: 'entered', value }, site, item.end)
          }
        }
        this.body(node.body, site)
        break
      default:
        this.#branching(node, site)
        break
    }
  }

  #branching(node: Statement, site: Site): void {
    switch (node.kind) {
      case 'Try':
      case 'TryStar':
        this.body(node.body, branchOf(site))
        for (const handler of node.handlers) {
          const branch = branchOf(site)
          this.#note(handler, site, 'other')
          this.expression(handler.type, branch)
          if (handler.name) this.bindName(handler.name, { kind: 'unknown' }, branch, handler.start)
          this.body(handler.body, branch)
        }
        this.body(node.orelse, branchOf(site))
        this.body(node.finalbody, site)
        break
      case 'Match':
        this.expression(node.subject, site)
        for (const arm of node.cases) {
          const branch = branchOf(site)
          bindPattern(this, arm.pattern, { node: node.subject, site }, branch)
          this.expression(arm.guard, branch)
          this.body(arm.body, branch)
        }
        break
      case 'TypeAlias': {
        const inside: Site = { ...site, scope: newScope('function', node, site.scope) }
        this.#typeParameters(node, inside)
        this.expression(node.value, inside)
        this.bindName(node.name.id, { kind: 'unknown' }, site, node.end)
        break
      }
      default:
        for (const child of children(node)) this.expression(child, site)
    }
  }

  #target(target: Expression, bound: Bound, site: Site, at: number): void {
    this.expression(target, site)
    bindTarget(this, target, { bound, site, at })
  }

  #function(node: FunctionDef | AsyncFunctionDef, site: Site): void {
    for (const decorator of node.decorators) this.expression(decorator, site, 'decorator')
    this.expression(node.returns, site, 'annotation')
    const inside = this.#openFunction(node, site)
    this.#typeParameters(node, inside)
    this.#parameters(node, site, inside)
    this.bindName(node.name, { kind: 'function', node }, site, node.start)
    this.body(node.body, inside)
  }

  #class(node: ClassDef, site: Site): void {
    for (const decorator of node.decorators) this.expression(decorator, site, 'decorator')
    for (const base of node.bases) this.expression(base, site)
    for (const keyword of node.keywords) this.expression(keyword.value, site)
    const scope = newScope('class', node, site.scope)
    const inside: Site = { scope, block: branchOf(site).block }
    this.scopes.set(node, inside)
    this.#typeParameters(node, inside)
    this.body(node.body, inside)
    this.bindName(node.name, { kind: 'class', node }, site, node.end)
  }

  #typeParameters(node: FunctionDef | AsyncFunctionDef | ClassDef | TypeAlias, inside: Site): void {
    for (const parameter of node.typeParams) {
      this.bindName(parameter.name, { kind: 'unknown' }, inside, node.start)
      if (parameter.kind === 'TypeVar') this.expression(parameter.bound, inside)
      this.expression(parameter.defaultValue, inside)
    }
  }

  #import(
    names: readonly { name: string; asname: string | null; end: number }[],
    site: Site,
  ): void {
    for (const { name, asname, end } of names) {
      const top = name.split('.', 1)[0] ?? name
      const path = asname === null ? top : name
      this.bindName(asname ?? top, { kind: 'import', path }, site, end)
    }
  }

  #importFrom(node: ImportFrom, site: Site): void {
    const from = '.'.repeat(node.level) + (node.module ?? '')
    for (const { name, asname, end } of node.names) {
      if (name === '*') {
        site.scope.starImports.push(from)
        continue
      }
      const path = from.endsWith('.') ? from + name : `${from}.${name}`
      this.bindName(asname ?? name, { kind: 'import', path }, site, end)
    }
  }

  #loopBody(site: Site): Site {
    const block: { parent: Block; loop: Block | null } = { parent: site.block, loop: null }
    block.loop = block
    return { scope: site.scope, block }
  }
}

function branchOf(site: Site): Site {
  return { scope: site.scope, block: { parent: site.block, loop: site.block.loop } }
}

/** The scope in which an assignment in `scope` makes a binding. */
function homeOf(name: string, scope: Scope): Scope {
  const redirect = scope.redirected.get(name)
  if (redirect === undefined) return scope
  const top = moduleScope(scope)
  if (redirect === 'global') return top
  for (let outer = scope.parent; outer; outer = outer.parent) {
    if (outer.kind === 'function' && outer.bindings.has(name)) return outer
  }
  return top
}

function calledName(func: Expression): string {
  if (func.kind === 'Name') return func.id
  if (func.kind === 'Attribute') return func.attr
  return func.kind === 'Lambda' ? '<lambda>' : ''
}

/** A special method that is assigned is called by Python itself, so it is more than another name. */
function isName(target: Expression): boolean {
  return target.kind === 'Name' && !target.id.startsWith('__')
}
