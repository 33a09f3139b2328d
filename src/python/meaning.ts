import type { Bindings } from './bind.ts'
import { bind } from './bind.ts'
import { builtinNames } from './builtins.ts'
import { callValues } from './call-values.ts'
import { type Changes, changesIn } from './changes.ts'
import { ClassMembers } from './class-members.ts'
import { binary, constantValue, formatted } from './constants.ts'
import type { Evaluator } from './evaluator.ts'
import type { EntryIndex } from './items.ts'
import { flattened, indexEntries, itemAt, itemsOf } from './items.ts'
import { attributeOfPath, constantOrPath } from './known-paths.ts'
import { attributeOf, canonical } from './names.ts'
import type {
  Attribute,
  BinOp,
  Call,
  Expression,
  JoinedStr,
  Module,
  Name,
  Node,
  Subscript,
} from './nodes.ts'
import { parameterValues } from './parameters.ts'
import type { Binding, Bound, Scope, Site } from './scopes.ts'
import { lookUp, moduleScope } from './scopes.ts'
import { matched, unpacked } from './taken-apart.ts'
import type { Callable, Located, MappingEntry, Value, Values } from './values.ts'
import {
  joinValues,
  maxAlternatives,
  numberValue,
  pathValue,
  textValue,
  unknown,
  unknowns,
} from './values.ts'

/** Steps that one module's evaluation may take for each node it has, and at least. */
const stepsPerNode = 60
const leastSteps = 20_000
const maxDepth = 200
/** Assignments to items of one name that are told apart. */
const mostStores = 64
/** Stands for an expression that is being worked out, so that what depends on itself is unknown. */
const opened: Values = [unknown]
const noPaths: readonly string[] = []

export interface MeaningOptions {
  /** Names that exist before the first line, with the full names they stand for. */
  readonly given?: ReadonlyMap<string, string>
  /** The module is run as a script and nobody imports it, so that its functions are called from here only. */
  readonly isWholeProgram?: boolean
}

/**
 * What the expressions of a module mean. At the first question all that depends on other expressions is worked out in the
 * order of the text, since of expressions that depend on each other the first one asked for decides; so no answer
 * depends on what was asked before. Never throws; the work is bounded by the size of the module, and `isTruncated`
 * tells that a bound was hit, so that something may have gone unseen.
 */
export class Meaning implements Evaluator {
  readonly bindings: Bindings
  readonly isWholeProgram: boolean
  isTruncated = false
  readonly #given: ReadonlyMap<string, string>
  readonly #known = new Map<Expression, Values>()
  readonly #entriesByKey = new Map<readonly MappingEntry[], EntryIndex>()
  readonly #overrides = new Map<Scope, ReadonlyMap<string, Values>>()
  readonly #knownBindings = new Map<Binding, Values>()
  readonly #members = new ClassMembers(this)
  readonly #open = new Set<Expression | Binding>()
  #changes: Changes | undefined
  #stepsLeft: number
  #depth = 0
  #isSettled = false

  constructor(module: Module, options: MeaningOptions = {}) {
    this.bindings = bind(module)
    this.isWholeProgram = options.isWholeProgram ?? false
    this.#given = options.given ?? new Map()
    this.#stepsLeft = Math.max(leastSteps, this.bindings.nodes.length * stepsPerNode)
  }

  /** All that an expression may be, with `unknown` among it where that is not all. */
  values(node: Expression, site: Site): Values {
    if (!this.#isSettled) this.#settle()
    const isPlain = this.#overrides.size === 0
    const known = this.#known.get(node)
    if (known === opened || (!isPlain && this.#open.has(node))) return unknowns
    if (known && isPlain) return known
    if (this.#depth >= maxDepth || this.#stepsLeft <= 0) {
      this.isTruncated = true
      return unknowns
    }
    this.#depth++
    this.#stepsLeft--
    if (isPlain) this.#known.set(node, opened)
    else this.#open.add(node)
    const values = this.#evaluate(node, site)
    if (isPlain) this.#known.set(node, values)
    else this.#open.delete(node)
    this.#depth--
    return values
  }

  /** Every full name that an expression of the module may stand for. */
  allPaths(): ReadonlySet<string> {
    if (!this.#isSettled) this.#settle()
    const paths = new Set<string>()
    for (const values of this.#known.values()) {
      for (const value of values) if (value.kind === 'path') paths.add(value.path)
    }
    return paths
  }

  valuesOf(located: Located): Values {
    return this.values(located.node, located.site)
  }

  /** The full dotted names that an expression may stand for. */
  paths(node: Expression, site: Site): readonly string[] {
    let paths: string[] | undefined
    for (const value of this.values(node, site)) {
      if (value.kind !== 'path') continue
      if (paths) paths.push(value.path)
      else paths = [value.path]
    }
    return paths ?? noPaths
  }

  /** The text that an expression is, where it is sure to be just that. */
  text(node: Expression | undefined, site: Site): string | undefined {
    if (!node) return undefined
    const values = this.values(node, site)
    const value = values.length === 1 ? values[0] : undefined
    return value?.kind === 'text' ? value.text : undefined
  }

  /** Every text that an expression may be; others may be possible too. */
  texts(node: Expression | undefined, site: Site): readonly string[] {
    if (!node) return []
    const texts: string[] = []
    for (const value of this.values(node, site)) if (value.kind === 'text') texts.push(value.text)
    return texts
  }

  /** The expressions that a name was assigned where it is used. */
  assigned(node: Name, site: Site): readonly Located[] {
    const values: Located[] = []
    for (const { bound } of lookUp(node.id, site, node.start).bindings) {
      if ('value' in bound) values.push(bound.value)
    }
    return values
  }

  /** The name exists before the first line. */
  isGiven(name: string): boolean {
    return this.#given.has(name)
  }

  /** What a name means in a scope at any time, as `globals()[name]` sees it. */
  member(scope: Scope, name: string): Values {
    const bindings = [
      ...(scope.bindings.get(name) ?? []),
      ...(scope.remoteBindings.get(name) ?? []),
    ]
    const groups = bindings.map((binding) => this.bindingValues(binding))
    return joinValues(groups.length > 0 ? groups : [this.#outerName(name, [])])
  }

  /** What `value.name` may be. */
  attribute(value: Value, name: string): Values {
    switch (value.kind) {
      case 'path':
        return attributeOfPath(value.path, name)
      case 'object':
      case 'class':
        return this.#members.of(value, name)
      case 'function':
        return name === '__globals__'
          ? [{ kind: 'namespace', scope: moduleScope(value.site.scope) }]
          : unknowns
      case 'text':
        return [pathValue(`builtins.${value.isBytes ? 'bytes' : 'str'}().${name}`)]
      case 'sequence':
      case 'values':
        return [pathValue(`builtins.list().${name}`)]
      case 'mapping':
      case 'namespace':
        return [pathValue(`builtins.dict().${name}`)]
      default:
        return unknowns
    }
  }

  /** The entries of a dictionary whose key may be this text. */
  entries(entries: readonly MappingEntry[], key: string): readonly MappingEntry[] {
    const known = this.#entriesByKey.get(entries) ?? indexEntries(this, entries)
    this.#entriesByKey.set(entries, known)
    return [...(known.byText.get(key) ?? []), ...known.others]
  }

  /** What calling a function of this file may give. */
  returned(node: Callable): Values {
    const inside = this.bindings.scopes.get(node)
    if (!inside || this.#isOpen(node)) return unknowns
    if (node.kind !== 'Lambda' && node.decorators.length > 0) return unknowns
    return joinValues(inside.scope.returns.map((value) => this.valuesOf(value)))
  }

  /** What a binding's right-hand side may be. */
  bound(bound: Bound, at: Site): Values {
    switch (bound.kind) {
      case 'import':
        return [constantOrPath(canonical(bound.path))]
      case 'value':
      case 'entered':
        return this.valuesOf(bound.value)
      case 'item':
        return unpacked(this, bound)
      case 'part':
        return matched(this, bound)
      case 'augmented':
        return joinValues([
          binary(bound.op, this.values(bound.target, at), this.valuesOf(bound.value)),
        ])
      case 'function':
        return bound.node.decorators.length > 0
          ? [{ kind: 'function', node: bound.node, site: at }, unknown]
          : [{ kind: 'function', node: bound.node, site: at }]
      case 'class':
        return [{ kind: 'class', node: bound.node, site: at }]
      case 'parameter':
        return parameterValues(this, bound)
      default:
        return unknowns
    }
  }

  /** Evaluates with the names of one comprehension set to given values. */
  within(scope: Scope, names: ReadonlyMap<string, Values>, located: Located): Values {
    if (this.#overrides.has(scope)) return unknowns
    this.#overrides.set(scope, names)
    const values = this.valuesOf(located)
    this.#overrides.delete(scope)
    return values
  }

  #settle(): void {
    this.#isSettled = true
    const { nodes, kinds, sites } = this.bindings
    for (let i = 0; i < kinds.length; i++) {
      const kind = kinds[i]
      if (kind !== 'Name' && kind !== 'Attribute' && kind !== 'Call' && kind !== 'Subscript') {
        continue
      }
      const node = nodes[i]
      const site = sites[i]
      if (site && node && dependsOnOthers(node)) this.values(node, site)
    }
  }

  #isOpen(node: Callable): boolean {
    return (
      node.kind === 'Lambda' && (this.#open.has(node.body) || this.#known.get(node.body) === opened)
    )
  }

  #evaluate(node: Expression, site: Site): Values {
    switch (node.kind) {
      case 'Constant':
        return [constantValue(node)]
      case 'Name':
        return this.named(node.id, site, node.start)
      case 'Attribute':
        return this.#attribute(node, site)
      case 'Call':
        return this.#call(node, site)
      case 'Subscript':
        return this.#subscript(node, site)
      case 'JoinedStr':
        return this.#joined(node, site)
      case 'BinOp':
        return this.#binary(node, site)
      case 'Lambda':
        return [{ kind: 'function', node, site }]
      default:
        return this.#evaluateRest(node, site)
    }
  }

  #evaluateRest(node: Expression, site: Site): Values {
    switch (node.kind) {
      case 'IfExp':
        return joinValues([this.values(node.body, site), this.values(node.orelse, site)])
      case 'BoolOp':
        return joinValues(node.values.map((value) => this.values(value, site)))
      case 'NamedExpr':
      case 'Await':
        return this.values(node.value, site)
      case 'List':
      case 'Tuple':
      case 'Set':
        if (node.elts.some((element) => element.kind === 'Starred')) return unknowns
        return [{ kind: 'sequence', items: node.elts.map((element) => ({ node: element, site })) }]
      case 'Dict':
        return [
          {
            kind: 'mapping',
            entries: node.values.map((value, i) => {
              const key = node.keys[i]
              return { key: key ? { node: key, site } : null, value: { node: value, site } }
            }),
          },
        ]
      case 'UnaryOp':
        return this.values(node.operand, site).map((value) =>
          node.op === 'USub' && value.kind === 'number' ? numberValue(-value.value) : unknown,
        )
      case 'ListComp':
      case 'GeneratorExp':
        return this.#comprehension(node)
      default:
        return unknowns
    }
  }

  /** What a name may be where it is used at offset `at`, for names that stand in texts too. */
  named(id: string, site: Site, at: number): Values {
    const override = this.#overridden(id, site)
    if (override) return override
    const { bindings, mayBeOuter, isPartial, starImports } = lookUp(id, site, at)
    const [binding, more] = bindings
    if (!binding && mayBeOuter) return this.#outerName(id, starImports)
    const isOne = binding !== undefined && !more && !mayBeOuter
    const values = isOne
      ? this.bindingValues(binding)
      : joinValues([
          ...bindings.map((each) => this.bindingValues(each)),
          ...(isPartial ? [unknowns] : []),
          ...(mayBeOuter ? [this.#outerName(id, starImports)] : []),
        ])
    return values.some(canChange) && this.#isChanged(id, site) ? orAnother(values) : values
  }

  /** The list, dictionary or bytes that a name stands for may be another later. */
  #isChanged(id: string, site: Site): boolean {
    if (this.#changesOfModule.hasName(id)) return true
    const stores = site.scope.itemStores.get(id) ?? []
    return stores.some(({ key }) => key.node.kind === 'Slice')
  }

  get #changesOfModule(): Changes {
    this.#changes ??= changesIn(this.bindings)
    return this.#changes
  }

  #overridden(name: string, site: Site): Values | undefined {
    if (this.#overrides.size === 0) return undefined
    for (let scope: Scope | null = site.scope; scope; scope = scope.parent) {
      const value = this.#overrides.get(scope)?.get(name)
      if (value) return value
      if (scope.bindings.has(name)) return undefined
    }
    return undefined
  }

  /** What one binding may be. */
  bindingValues(binding: Binding): Values {
    const isPlain = this.#overrides.size === 0
    const known = isPlain ? this.#knownBindings.get(binding) : undefined
    if (known) return known
    if (this.#open.has(binding)) return unknowns
    this.#open.add(binding)
    const values = this.bound(binding.bound, binding.site)
    this.#open.delete(binding)
    if (isPlain) this.#knownBindings.set(binding, values)
    return values
  }

  #outerName(name: string, starImports: readonly string[]): Values {
    if (starImports.length === 0) return this.#knownName(name) ?? unknowns
    if (starImports.length > maxAlternatives) this.isTruncated = true
    const groups: Values[] = starImports
      .slice(0, maxAlternatives)
      .map((module) => [pathValue(attributeOf(module, name))])
    const known = this.#knownName(name)
    return joinValues(known ? [...groups, known] : groups)
  }

  #knownName(name: string): Values | undefined {
    const given = this.#given.get(name)
    if (given !== undefined) return [pathValue(given)]
    return name === '__builtins__' ? builtins : valuesOfBuiltins.get(name)
  }

  #attribute(node: Attribute, site: Site): Values {
    const bases = this.values(node.value, site)
    const [base, more] = bases
    const values =
      base && !more
        ? this.attribute(base, node.attr)
        : joinValues(bases.map((one) => this.attribute(one, node.attr)))
    const isChanged = values.some(canChange) && this.#changesOfModule.hasAttribute(node.attr)
    return isChanged ? orAnother(values) : values
  }

  #call(node: Call, site: Site): Values {
    return callValues(this, { node, site })
  }

  #subscript(node: Subscript, site: Site): Values {
    const stored = this.#storedItems(node, site)
    const bases = this.values(node.value, site)
    const groups = bases.map((base) => itemAt(this, base, { node: node.slice, site }))
    return joinValues([...groups, ...stored])
  }

  #storedItems(node: Subscript, site: Site): Values[] {
    if (node.value.kind !== 'Name') return []
    const found: Values[] = []
    const wanted = this.text(node.slice, site)
    for (let scope: Scope | null = site.scope; scope; scope = scope.parent) {
      const stores = scope.itemStores.get(node.value.id) ?? []
      if (stores.length > mostStores) found.push(unknowns)
      for (const { key, bound } of stores.slice(0, mostStores)) {
        const stored = this.text(key.node, key.site)
        if (wanted !== undefined && stored !== undefined && wanted !== stored) continue
        found.push(this.bound(bound, key.site))
      }
    }
    return found
  }

  #joined(node: JoinedStr, site: Site): Values {
    let values: Values = [textValue('')]
    for (const part of node.values) {
      const added =
        part.kind === 'FormattedValue' ? formatted(this, part, site) : this.values(part, site)
      values = binary('Add', values, added)
    }
    return values
  }

  /** Goes down the left side in a loop: a sum of thousands of texts is common and is no deep thing to Python. */
  #binary(node: BinOp, site: Site): Values {
    const chain = [node]
    let left = node.left
    while (left.kind === 'BinOp' && !this.#known.has(left)) {
      chain.push(left)
      left = left.left
    }
    let values = this.values(left, site)
    for (let i = chain.length - 1; i >= 0; i--) {
      const link = chain[i]
      if (link) values = binary(link.op, values, this.#operand(link, site))
    }
    return values
  }

  /** The right side; the items of a tuple are worked out for `%`. */
  #operand({ op, right }: BinOp, site: Site): Values {
    const values = this.values(right, site)
    return op === 'Mod' ? values.map((value) => flattened(this, value)) : values
  }

  #comprehension(node: Expression & { kind: 'ListComp' | 'GeneratorExp' }): Values {
    const inside = this.bindings.scopes.get(node)
    const [generator, more] = node.generators
    if (!inside || !generator || more || generator.ifs.length > 0) return unknowns
    const { target } = generator
    const outside = inside.scope.parent
    if (target.kind !== 'Name' || !outside) return unknowns
    const sources = this.values(generator.iter, { scope: outside, block: inside.block })
    const source = sources.length === 1 ? sources[0] : undefined
    const all = source ? itemsOf(this, source) : undefined
    if (!all) return unknowns
    const items = all.map((item) => {
      const results = this.within(inside.scope, new Map([[target.id, item]]), {
        node: node.elt,
        site: inside,
      })
      return (results.length === 1 ? results[0] : undefined) ?? unknown
    })
    return [{ kind: 'values', items }]
  }
}

function dependsOnOthers(
  node: Node,
): node is Expression & { kind: 'Name' | 'Attribute' | 'Call' | 'Subscript' } {
  switch (node.kind) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      return node.ctx === 'Load'
    default:
      return node.kind === 'Call'
  }
}

const builtins: Values = [pathValue('builtins')]
const valuesOfBuiltins: ReadonlyMap<string, Values> = new Map(
  [...builtinNames].map((name) => [name, [pathValue(canonical(`builtins.${name}`))]]),
)

/** What is there, and whatever it may have become. */
function orAnother(values: Values): Values {
  return joinValues([values, unknowns])
}

function canChange(value: Value): boolean {
  return (
    value.kind === 'sequence' ||
    value.kind === 'values' ||
    value.kind === 'mapping' ||
    (value.kind === 'text' && value.isBytes)
  )
}
