import type { Role } from '../python/bind.ts'
import { topModule } from '../python/names.ts'
import type {
  Assign,
  Attribute,
  Call,
  Dict,
  Expression,
  Import,
  ImportFrom,
  Match,
  Name,
  Node,
} from '../python/nodes.ts'
import type { Site } from '../python/scopes.ts'
import { walk } from '../python/visit.ts'
import { CallMatch } from './call-match.ts'
import type { Context } from './context.ts'
import { isNamedByPolicy } from './import-policy.ts'
import { findNamedValues } from './named-values.ts'
import type { Report, Reports, Rule } from './rule.ts'
import type { Entry, Listeners, RuleIndex } from './rule-index.ts'
import { standardModules } from './tables/standard-modules.ts'
import { isModelCall } from './value-origins.ts'

/** Takes one report of a rule about a stretch of the text. */
export type Sink = (rule: Rule, report: Report, place: Place) => void

interface Place {
  readonly start: number
  readonly end: number
}

/** Takes every node to the rules that listen for it. */
export function dispatch(index: RuleIndex, context: Context, sink: Sink): void {
  new Dispatcher(index, context, sink).run()
}

/** Functions that take an attribute by a name given as text, with the position of that text. */
const attributeTakers: ReadonlyMap<string, number> = new Map([
  ['builtins.getattr', 1],
  ['builtins.setattr', 1],
  ['builtins.delattr', 1],
  ['builtins.object.__getattribute__', 1],
  ['inspect.getattr_static', 1],
  ['operator.attrgetter', 0],
  ['operator.methodcaller', 0],
])

const importers = new Set([
  'builtins.__import__',
  'importlib.import_module',
  'pkgutil.resolve_name',
  'runpy.run_module',
])

class Dispatcher {
  readonly #index: RuleIndex
  readonly #context: Context
  readonly #sink: Sink

  constructor(index: RuleIndex, context: Context, sink: Sink) {
    this.#index = index
    this.#context = context
    this.#sink = sink
  }

  run(): void {
    const { nodes, kinds, sites, roles } = this.#context.meaning.bindings
    const { module } = this.#context
    for (const { rule, check } of this.#index.files) {
      this.#report(rule, check(this.#context), { start: module.start, end: module.start })
    }
    const isHeard = (name: string) => this.#index.named(name).length > 0
    for (const named of findNamedValues(this.#context.meaning, isHeard)) {
      this.#all(this.#index.named(named.name), named, named.value)
    }
    for (let i = 0; i < kinds.length; i++) {
      const kind = kinds[i]
      if (kind === undefined || !this.#index.heard.has(kind)) continue
      const node = nodes[i]
      const site = sites[i]
      if (node && site) this.#met(node, site, roles[i] ?? 'other')
    }
  }

  #met(node: Node, site: Site, role: Role): void {
    const entries = this.#index.nodes.get(node.kind)
    if (entries) this.#all(entries, { node, site }, node)
    this.#node(node, site, role)
  }

  #node(node: Node, site: Site, role: Role): void {
    switch (node.kind) {
      case 'Call':
        this.#call(node, site)
        this.#handedOn(node, site, role)
        break
      case 'Assign':
        this.#assign(node, site)
        break
      case 'Dict':
        this.#dict(node, site)
        break
      case 'Match':
        this.#patterns(node, site)
        break
      case 'Name':
        if (node.ctx === 'Load') this.#mention(node, site, role)
        break
      case 'Attribute':
        this.#attribute(node, site, role)
        break
      case 'Subscript':
        if (node.ctx === 'Load') this.#handedOn(node, site, role)
        else this.#store(node, node.value, null, site)
        break
      case 'Import':
      case 'ImportFrom':
        this.#import(node, site)
        break
      default:
    }
  }

  #call(node: Call, site: Site): void {
    const { meaning } = this.#context
    this.#keywords(node, site)
    if (this.#index.models.length > 0 && isModelCall(node, site, this.#context)) {
      this.#all(this.#index.models, { node, site }, node)
    }
    const paths = meaning.paths(node.func, site)
    for (const path of paths) {
      const entries = this.#listenersOf(path).calls
      if (entries.length > 0) this.#matched(entries, path, node.func, site, node)
      this.#takesByText(path, node, site)
    }
    if (node.func.kind !== 'Attribute') return
    const byLast = this.#index.calls.findLast(node.func.attr)
    if (byLast.length === 0 || paths.some(isStandard)) return
    // A method that the file itself defines is looked at where it is defined.
    if (meaning.values(node.func, site).some(({ kind }) => kind === 'function')) return
    const heard = paths.flatMap((path) => this.#listenersOf(path).calls.map(({ rule }) => rule))
    const entries = byLast.filter(({ rule }) => !heard.includes(rule))
    this.#matched(entries, `.${node.func.attr}`, node.func, site, node)
  }

  #assign(node: Assign, site: Site): void {
    const heard = new Set<Entry<'assigned'>>()
    for (const target of node.targets) {
      const name = this.#assignedName(target, site)
      if (name === undefined) continue
      for (const entry of this.#index.assigned(name)) heard.add(entry)
    }
    if (heard.size > 0) this.#all([...heard], { node, site }, node)
  }

  #assignedName(target: Expression, site: Site): string | undefined {
    if (target.kind === 'Name') return target.id
    if (target.kind === 'Attribute') return target.attr
    return target.kind === 'Subscript' ? this.#textOf(target.slice, site) : undefined
  }

  #dict(node: Dict, site: Site): void {
    const heard = new Set<Entry<'keyed'>>()
    for (const key of node.keys) {
      const text = key ? this.#textOf(key, site) : undefined
      if (text === undefined) continue
      for (const entry of this.#index.keyed(text)) heard.add(entry)
    }
    if (heard.size > 0) this.#all([...heard], { node, site }, node)
  }

  #textOf(node: Expression, site: Site): string | undefined {
    if (node.kind !== 'Constant') return this.#context.meaning.text(node, site)
    return typeof node.value === 'string' ? node.value : undefined
  }

  #keywords(call: Call, site: Site): void {
    for (const node of call.keywords) {
      const entries = node.arg === null ? undefined : this.#index.keywords.get(node.arg)
      if (entries) this.#all(entries, { node, call, site }, node)
    }
  }

  /** `case object(name=x)` takes the attribute `name`. */
  #patterns(match: Match, site: Site): void {
    for (const { pattern } of match.cases) {
      walk(pattern, (part) => {
        if (part.kind !== 'MatchClass') return part.kind.startsWith('Match')
        for (const attribute of part.kwdAttrs) this.#takesAttribute(attribute, part, site)
        return true
      })
    }
  }

  #matched(
    entries: readonly Entry<'call'>[],
    name: string,
    node: Expression,
    site: Site,
    call: Call | undefined,
  ): void {
    const match = new CallMatch(this.#context.meaning, { name, node, site, call })
    for (const { rule, check } of entries) {
      const reports = check(match, this.#context)
      if (!reports) continue
      const isExpected = isNamedByPolicy(name, this.#context.policy)
      this.#report(rule, isExpected ? asRemarks(reports, rule) : reports, this.#placeOf(node, call))
    }
  }

  /** A call is marked from the last name of what is called, where the chain before it begins on an earlier line. */
  #placeOf(func: Expression, call: Call | undefined): Place {
    const end = call?.end ?? func.end
    if (func.kind !== 'Attribute') return { start: func.start, end }
    const { text } = this.#context
    const start = Math.max(func.value.end, func.end - func.attr.length)
    const isBroken = /[\r\n]/.test(text.slice(func.start, func.end))
    return { start: isBroken ? start : func.start, end }
  }

  #takesByText(path: string, node: Call, site: Site): void {
    const position =
      attributeTakers.get(path) ?? (path.endsWith('.__getattribute__') ? 0 : undefined)
    const { meaning } = this.#context
    if (position !== undefined) {
      for (const text of meaning.texts(node.args[position], site)) {
        for (const attribute of text.split('.')) this.#takesAttribute(attribute, node, site)
      }
    }
    const [owner, name] = node.args
    if (path === 'builtins.setattr' && owner) {
      this.#store(node, owner, meaning.text(name, site) ?? '', site)
    }
    if (!importers.has(path)) return
    for (const module of meaning.texts(node.args[0], site)) {
      const match = { module, member: null, node, site }
      this.#all(this.#index.imports, match, node)
    }
  }

  #takesAttribute(attribute: string, node: Node, site: Site): void {
    const entries = this.#index.attributes.get(attribute)
    if (entries) this.#all(entries, { attribute, node, site }, node)
  }

  #attribute(node: Attribute, site: Site, role: Role): void {
    this.#takesAttribute(node.attr, node, site)
    if (node.ctx === 'Load') this.#mention(node, site, role)
    else this.#store(node, node.value, node.attr, site)
  }

  #mention(node: Name | Attribute, site: Site, role: Role): void {
    const paths = this.#context.meaning.paths(node, site)
    for (const name of paths) {
      const { names } = this.#listenersOf(name)
      if (names.length > 0) this.#all(names, { name, node, site }, node)
    }
    this.#handedOn(node, site, role, paths)
  }

  /** A function that is given to others, in a container or an argument, may be called by them. */
  #handedOn(
    node: Expression,
    site: Site,
    role: Role,
    paths: readonly string[] = this.#context.meaning.paths(node, site),
  ): void {
    if (role !== 'other' && role !== 'decorator') return
    for (const name of paths) {
      const { calls } = this.#listenersOf(name)
      if (calls.length > 0) this.#matched(calls, name, node, site, undefined)
    }
  }

  #listenersOf(path: string): Listeners {
    const { calls, names, known } = this.#index
    return known.get(path) ?? known.keep(path, { calls: calls.find(path), names: names.find(path) })
  }

  #store(node: Node, owner: Expression, attribute: string | null, site: Site): void {
    if (this.#index.stores.length === 0) return
    const owners = this.#context.meaning.paths(owner, site)
    this.#all(this.#index.stores, { node, site, owners, attribute }, node)
  }

  #import(node: Import | ImportFrom, site: Site): void {
    const from = node.kind === 'ImportFrom' ? '.'.repeat(node.level) + (node.module ?? '') : null
    for (const alias of node.names) {
      const match =
        from === null
          ? { module: alias.name, member: null, node, site }
          : { module: from, member: alias.name, node, site }
      this.#all(this.#index.imports, match, alias)
    }
  }

  #all<M>(
    entries: readonly { rule: Rule; check: (match: M, context: Context) => Reports }[],
    match: M,
    place: Place,
  ): void {
    for (const { rule, check } of entries) this.#report(rule, check(match, this.#context), place)
  }

  #report(rule: Rule, reports: Reports, place: Place): void {
    if (reports === undefined) return
    for (const report of listOf(reports)) this.#sink(rule, report, report.at ?? place)
  }
}

/** It is told what this is, so that a method of the same name is not meant. */
function isStandard(path: string): boolean {
  return standardModules.has(topModule(path).replace(/[([].*/, ''))
}

/** Whoever runs the gate has allowed this by name: it is no fault then, but still to be seen. */
function asRemarks(reports: Reports, rule: Rule): Reports {
  return listOf(reports).map((report) =>
    (report.persona ?? rule.persona) === 'gate' ? { ...report, severity: 'low' as const } : report,
  )
}

function listOf(reports: Reports): readonly Report[] {
  if (!reports) return []
  return 'message' in reports ? [reports] : reports
}
