import { Memo } from '../python/memo.ts'
import type { Node } from '../python/nodes.ts'
import type { Listener, Rule } from './rule.ts'

type Kind = Listener['kind']
type Of<K extends Kind> = Extract<Listener, { kind: K }>

/** A rule with the one of its listeners that an event is for. */
export interface Entry<K extends Kind> {
  readonly rule: Rule
  readonly check: Of<K>['check']
}

type Entries<K extends Kind> = readonly Entry<K>[]

const none: readonly never[] = []

/** Who listens for one full name. */
export interface Listeners {
  readonly calls: Entries<'call'>
  readonly names: Entries<'name'>
}

/** Listeners by what they wait for, so that a node meets only the rules that may concern it. */
export interface RuleIndex {
  readonly calls: NameIndex<'call'>
  readonly names: NameIndex<'name'>
  readonly attributes: ReadonlyMap<string, Entries<'attribute'>>
  readonly keywords: ReadonlyMap<string, Entries<'keyword'>>
  readonly nodes: ReadonlyMap<Node['kind'], Entries<'node'>>
  /** The kinds that anyone listens for, by what they are or by what they mean. */
  readonly heard: ReadonlySet<Node['kind']>
  readonly imports: Entries<'import'>
  readonly stores: Entries<'store'>
  /** Who listens for calls of models. */
  readonly models: Entries<'model'>
  /** Who listens for assignments to this name, dictionaries with this key, values that are given this name. */
  readonly assigned: (name: string) => Entries<'assigned'>
  readonly keyed: (key: string) => Entries<'keyed'>
  readonly named: (name: string) => Entries<'named'>
  readonly files: Entries<'file'>
  /** Who listens for the names met before, in whatever script. */
  readonly known: Memo<Listeners>
}

/** Nodes that are more to listeners than what they are. */
const meaningful: readonly Node['kind'][] = [
  ...(['Call', 'Match', 'Name', 'Attribute', 'Subscript', 'Import', 'ImportFrom'] as const),
  ...(['Assign', 'Dict'] as const),
]

/** Sorts the listeners of the rules into an index. */
export function indexRules(rules: readonly Rule[]): RuleIndex {
  const calls = new NameIndex<'call'>()
  const names = new NameIndex<'name'>()
  const attributes = new Map<string, Entry<'attribute'>[]>()
  const keywords = new Map<string, Entry<'keyword'>[]>()
  const nodes = new Map<Node['kind'], Entry<'node'>[]>()
  const imports: Entry<'import'>[] = []
  const stores: Entry<'store'>[] = []
  const models: Entry<'model'>[] = []
  const assigned = new PatternIndex<Entry<'assigned'>>()
  const keyed = new PatternIndex<Entry<'keyed'>>()
  const named = new PatternIndex<Entry<'named'>>()
  const files: Entry<'file'>[] = []
  for (const rule of rules) for (const listener of rule.on) add(rule, listener)
  const known = new Memo<Listeners>(10_000)
  return {
    ...{ calls, names, attributes, keywords, nodes, imports, stores, models, files, known },
    heard: new Set([...meaningful, ...nodes.keys()]),
    assigned: (name) => assigned.find(name),
    keyed: (key) => keyed.find(key),
    named: (name) => named.find(name),
  }

  function add(rule: Rule, listener: Listener): void {
    switch (listener.kind) {
      case 'call':
        for (const name of listener.names) calls.add(name, { rule, check: listener.check })
        break
      case 'name':
        for (const name of listener.names) names.add(name, { rule, check: listener.check })
        break
      case 'attribute':
        pushEach(attributes, listener.names, { rule, check: listener.check })
        break
      case 'keyword':
        pushEach(keywords, listener.names, { rule, check: listener.check })
        break
      case 'node':
        pushEach(nodes, listener.kinds, { rule, check: listener.check })
        break
      case 'import':
        imports.push({ rule, check: listener.check })
        break
      case 'store':
        stores.push({ rule, check: listener.check })
        break
      case 'named':
        named.add(listener.names, { rule, check: listener.check })
        break
      case 'assigned':
        assigned.add(listener.names, { rule, check: listener.check })
        break
      case 'keyed':
        keyed.add(listener.keys, { rule, check: listener.check })
        break
      case 'model':
        models.push({ rule, check: listener.check })
        break
      default:
        files.push({ rule, check: listener.check })
    }
  }
}

/** Listeners by full name, by `prefix.*`, by `prefix.**`, and by `.attribute`. */
export class NameIndex<K extends 'call' | 'name'> {
  readonly #exact = new Map<string, Entry<K>[]>()
  readonly #direct = new Map<string, Entry<K>[]>()
  readonly #below = new Map<string, Entry<K>[]>()
  readonly #last = new Map<string, Entry<K>[]>()

  add(name: string, entry: Entry<K>): void {
    if (name.endsWith('.**')) push(this.#below, name.slice(0, -3), entry)
    else if (name.endsWith('.*')) push(this.#direct, name.slice(0, -2), entry)
    else if (name.startsWith('.')) push(this.#last, name.slice(1), entry)
    else push(this.#exact, name, entry)
  }

  /** Who listens for this full name. */
  find(path: string): Entries<K> {
    const exact = this.#exact.get(path)
    const dot = path.lastIndexOf('.')
    if (dot < 0) return exact ?? none
    const direct = path.endsWith(')') ? undefined : this.#direct.get(path.slice(0, dot))
    const below = this.#below.size > 0 ? this.#findBelow(path, dot) : none
    if (!direct && below.length === 0) return exact ?? none
    return [...(exact ?? none), ...(direct ?? none), ...below]
  }

  /** Who listens for this attribute of an unknown object. */
  findLast(attribute: string): Entries<K> {
    return this.#last.get(attribute) ?? none
  }

  #findBelow(path: string, lastDot: number): Entries<K> {
    const found: Entry<K>[] = []
    for (let dot = lastDot; dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
      const entries = this.#below.get(path.slice(0, dot))
      if (entries) found.push(...entries)
    }
    return found
  }
}

/** Listeners by a pattern of names; a name is tried against the patterns once. */
class PatternIndex<E> {
  readonly #all: { readonly pattern: RegExp; readonly entry: E }[] = []
  readonly #known = new Memo<readonly E[]>(10_000)

  add(pattern: RegExp, entry: E): void {
    this.#all.push({ pattern, entry })
  }

  find(name: string): readonly E[] {
    if (name.length > longestKept) return this.#findAnew(name)
    return this.#known.get(name) ?? this.#known.keep(name, this.#findAnew(name))
  }

  #findAnew(name: string): readonly E[] {
    const found = this.#all.flatMap(({ pattern, entry }) => (pattern.test(name) ? [entry] : []))
    return found.length > 0 ? found : none
  }
}

/** Longer names are hardly met again. */
const longestKept = 80

function pushEach<Key, Value>(lists: Map<Key, Value[]>, keys: readonly Key[], value: Value): void {
  for (const key of keys) push(lists, key, value)
}

function push<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}
