import type { HostUse, Known } from '../kernel/capabilities.ts'
import { unreachable } from '../kernel/unreachable.ts'
import type { Bindings } from '../python/bind.ts'
import { canonical, topModule } from '../python/names.ts'
import type { Attribute, Call, Expression, Match, Name, Node, Subscript } from '../python/nodes.ts'
import type { Site } from '../python/scopes.ts'
import type { Value } from '../python/values.ts'
import { textValue } from '../python/values.ts'
import { walk } from '../python/visit.ts'
import { CallMatch } from './call-match.ts'
import type { Context } from './context.ts'
import { mayEvaluate } from './evaluated-texts.ts'
import { nodesOf } from './nodes-of.ts'
import type { PathUses } from './path-uses.ts'
import {
  importers,
  isToldByArguments,
  lookers,
  namedTakers,
  reachesNetwork,
  startsProcess,
  usesOf,
} from './path-uses.ts'
import type { Effect } from './tables/effects.ts'
import { effectsOf } from './tables/effects.ts'
import type { FileUse } from './tables/files.ts'
import { fileCalls, moveCalls } from './tables/files.ts'
import type { Opening } from './tables/methods.ts'
import {
  appliers,
  hiddenAttributes,
  methodEffects,
  opening,
  pathKeywords,
  savingMethods,
  writesItself,
  writingMethods,
} from './tables/methods.ts'
import { httpCalls } from './tables/network.ts'
import { isAddress } from './tables/paths.ts'
import { processCalls } from './tables/processes.ts'
import { leadingText, textParts } from './text-parts.ts'

/** A set that can become unknown. */
class Uses<T> {
  readonly #items = new Map<string, T>()
  #isUnknown = false

  add(key: string, item: T): void {
    this.#items.set(key, item)
  }

  beUnknown(): void {
    this.#isUnknown = true
  }

  known(): Known<T> {
    if (this.#isUnknown) return 'unknown'
    return [...this.#items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
  }
}

const readModes = /^[rbtU]*$/
const fetchesAddresses = /^(pandas|numpy|matplotlib|polars|to_)/
const unwritten = /^io\.(StringIO|BytesIO)\(\)/

/** Kinds of nodes that may need something. */
const needing: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  ...(['Call', 'Match', 'Name', 'Attribute', 'Subscript'] as const),
])

/** What one script needs, collected node by node. */
export class Needs {
  readonly filesRead = new Uses<string>()
  readonly filesWritten = new Uses<string>()
  readonly hosts = new Uses<HostUse>()
  readonly processes = new Uses<string>()
  hasDynamicCode = false
  drawsFigures = false
  readonly #context: Context
  readonly #modules: ReadonlySet<string>
  /** Arguments of which only attributes are taken that are told elsewhere. */
  readonly #lookedInto = new Set<Expression>()

  constructor(context: Context) {
    this.#context = context
    this.#modules = importedModules(context.meaning.bindings)
  }

  collect(): void {
    const { nodes, kinds, sites, roles } = this.#context.meaning.bindings
    for (let i = 0; i < nodes.length; i++) {
      const kind = kinds[i]
      if (kind === undefined || !needing.has(kind)) continue
      const node = nodes[i]
      const site = sites[i]
      if (!node || !site) continue
      if (node.kind === 'Call') this.#call(node, site)
      if (node.kind === 'Match') this.#match(node, site)
      if (mayBeFunction(node)) {
        this.#mention(node, site, roles[i] === 'other' || roles[i] === 'decorator')
      }
    }
  }

  /** What is handed on may be called by someone else, with anything. */
  #mention(node: Expression, site: Site, isHandedOn: boolean): void {
    if (node.kind === 'Attribute') this.#attribute(node, isHandedOn)
    for (const path of this.#context.meaning.paths(node, site)) {
      const uses = usesOf(path)
      if (isHandedOn && !this.#lookedInto.has(node)) this.#handedOn(path, uses)
      if (uses.makesCode) this.hasDynamicCode = true
      if (uses.drawsFigures) this.drawsFigures = true
    }
  }

  #attribute({ attr }: Attribute, isHandedOn: boolean): void {
    if (hiddenAttributes.has(attr)) this.hasDynamicCode = true
    if (isHandedOn && writesItself(attr)) this.filesWritten.beUnknown()
  }

  #handedOn(path: string, { handedOn }: PathUses): void {
    for (const effect of handedOn) this.#may(effect)
    // Who gets a module can take anything from it.
    if (this.#modules.has(path)) this.hasDynamicCode = true
  }

  #may(effect: Effect): void {
    switch (effect) {
      case 'code':
        this.hasDynamicCode = true
        break
      case 'reads':
        this.filesRead.beUnknown()
        break
      case 'writes':
        this.filesWritten.beUnknown()
        break
      case 'network':
        this.hosts.beUnknown()
        break
      case 'processes':
        this.processes.beUnknown()
        break
      default:
        unreachable(effect)
    }
  }

  /** `case object(system=run)` takes a function out of whatever is matched. */
  #match({ subject, cases }: Match, site: Site): void {
    const isReached = this.#context.meaning
      .values(subject, site)
      .some(({ kind }) => kind === 'path' || kind === 'sequence' || kind === 'mapping')
    if (!isReached) return
    for (const { pattern } of cases) {
      walk(pattern, (part) => {
        if (part.kind === 'MatchClass' && part.kwdAttrs.length > 0) this.hasDynamicCode = true
        return part.kind.startsWith('Match')
      })
    }
  }

  #call(call: Call, site: Site): void {
    const { meaning } = this.#context
    for (const name of meaning.paths(call.func, site)) {
      if (usesOf(name).tellsWhenCalled) {
        this.#named(new CallMatch(meaning, { name, node: call.func, site, call }))
      }
    }
    if (call.func.kind === 'Attribute' && tellsAsMethod(call.func.attr)) {
      this.#method(call, call.func.attr, site)
    }
  }

  #named(call: CallMatch): void {
    const { name } = call
    const [object] = call.call?.args ?? []
    if (object && lookers.has(name)) this.#lookedInto.add(object)
    const taken = namedTakers.get(name)
    if (taken !== undefined && !call.values(taken).every(isPlainName)) this.hasDynamicCode = true
    if (name === 'operator.methodcaller') this.#applied(call.values(0))
    if (importers.has(name) && !call.values(0).every(isText)) this.hasDynamicCode = true
    if (mayEvaluate(call, this.#context.meaning)) this.hasDynamicCode = true
    this.#process(call)
    this.#network(call)
    const opened = opening.get(name)
    if (opened) this.#open(call, opened)
    else if (moveCalls.includes(name)) this.#paths(call, [0, 1], this.filesWritten)
    else if (fileCalls.has(name)) this.#file(call)
    const known = opened ? 'both' : fileCalls.get(name)?.use
    this.#effects(call, known)
  }

  /** Effects that are known by the function's name alone; a path among its arguments is told. */
  #effects(call: CallMatch, fileUse: FileUse | 'both' | undefined): void {
    for (const effect of effectsOf(call.name)) {
      if (isToldByArguments(effect, call.name, fileUse)) continue
      if (effect === 'reads' || effect === 'writes') this.#anyPath(call, effect)
      else this.#may(effect)
    }
  }

  #anyPath(call: CallMatch, effect: 'reads' | 'writes'): void {
    const uses = effect === 'reads' ? this.filesRead : this.filesWritten
    const { args = [], keywords = [] } = call.call ?? {}
    const given = [...args, ...keywords.map(({ value }) => value)]
    const values = given.flatMap((part) => this.#context.meaning.values(part, call.site))
    const isTold = values.some(
      (value) => isText(value) || (value.kind === 'path' && unwritten.test(value.path)),
    )
    if (!isTold || call.hasSpread) this.#may(effect)
    else for (const value of values) if (isText(value)) this.#path(value, uses)
  }

  #process(call: CallMatch): void {
    const use = processCalls.get(call.name)
    if (startsProcess(call.name)) this.processes.beUnknown()
    if (!use) return
    const [value, more] = call.values(use.at, use.keyword)
    const program = value && !more ? this.#program(value) : undefined
    if (program === undefined) this.processes.beUnknown()
    else this.processes.add(program, program)
  }

  #program(value: Value): string | undefined {
    if (value.kind === 'text') return value.text.trim().split(/\s+/, 1)[0]
    if (value.kind !== 'sequence' || !value.items[0]) return undefined
    const [first, more] = this.#context.meaning.valuesOf(value.items[0])
    return first?.kind === 'text' && !more ? first.text : undefined
  }

  #network(call: CallMatch): void {
    const use = httpCalls.get(call.name)
    if (use) {
      const values = call.values(use.at, use.keyword)
      if (values.length === 0) this.hosts.beUnknown()
      for (const value of values) this.#address(value, use.method)
    }
    if (reachesNetwork(call.name)) this.hosts.beUnknown()
  }

  #address(value: Value, method: string): void {
    const match =
      value.kind === 'text' ? /^[a-z][\w+.-]*:\/\/([^/?#]+)([^?#]*)/i.exec(value.text) : null
    const host = match?.[1]?.replace(/^.*@/, '')
    const path = match?.[2] || '/'
    if (host) this.hosts.add(`${host} ${method} ${path}`, { host, method, path })
    else this.hosts.beUnknown()
  }

  #open(call: CallMatch, { mode, without, path }: Opening): void {
    const modes = call.values(mode, 'mode')
    if (call.hasSpread) this.filesWritten.beUnknown()
    const said = modes.length > 0 ? modes : without === '' ? [] : [textValue(without)]
    const isRead = said.every((one) => one.kind === 'text' && readModes.test(one.text))
    const mayRead = said.length === 0 || said.some((m) => m.kind !== 'text' || /[ra+]/.test(m.text))
    const positions = path < 0 ? [] : [path]
    if (path < 0) this.#may(isRead ? 'reads' : 'writes')
    if (mayRead || isRead) this.#paths(call, positions, this.filesRead, 'file')
    if (!isRead) this.#paths(call, positions, this.filesWritten, 'file')
  }

  #file(call: CallMatch): void {
    const use = fileCalls.get(call.name)
    if (!use) return
    const isCopy = use.paths.length > 1
    for (const { at, keyword } of use.paths) {
      const isRead = use.use === 'read' || use.use === 'list' || (isCopy && at === 0)
      this.#paths(call, [at], isRead ? this.filesRead : this.filesWritten, keyword)
    }
  }

  #paths(
    call: CallMatch,
    positions: readonly number[],
    uses: Uses<string>,
    keyword?: string,
  ): void {
    for (const position of positions) {
      for (const value of call.values(position, keyword)) this.#path(value, uses)
      this.#mayBeAddress(call, call.argument(position, keyword))
    }
    if (call.hasSpread) uses.beUnknown()
  }

  /** pandas and numpy fetch what begins like an address; a text that begins otherwise is a path, however it goes on. */
  #mayBeAddress(call: CallMatch, argument: Expression | undefined): void {
    if (!argument || !fetchesAddresses.test(call.name)) return
    if (this.#context.meaning.values(argument, call.site).every(isText)) return
    const leading = leadingText(textParts(this.#context, { node: argument, site: call.site }))
    if (/^(https?|ftps?|s3[an]?|gs|gcs|abfss?|adl|az|hdfs|sftp|ssh|github):/i.test(leading)) {
      this.hosts.beUnknown()
    }
  }

  #path(value: Value, uses: Uses<string>): void {
    if (value.kind === 'text' && isAddress(value.text)) this.#address(value, 'GET')
    else if (value.kind === 'text') uses.add(value.text, value.text)
    else if (value.kind === 'none' || (value.kind === 'path' && unwritten.test(value.path))) return
    else uses.beUnknown()
  }

  /** Methods with effects, of objects whose kind may be unknown. */
  #method(call: Call, method: string, site: Site): void {
    const { meaning } = this.#context
    const match = new CallMatch(meaning, { name: method, node: call.func, site, call })
    const keyword = pathKeywords.get(method)
    const isGiven = call.args.length + call.keywords.length > 0
    if (keyword !== undefined) {
      if (isGiven || method === 'savefig') this.#paths(match, [0], this.filesWritten, keyword)
    } else if (method === 'plot') this.drawsFigures = true
    else if (appliers.has(method)) this.#applied(match.values(0, 'func'))
    else if (writingMethods.has(method)) this.filesWritten.beUnknown()
    const paths = meaning.paths(call.func, site)
    const isRequest = paths.length > 0 && paths.every((path) => httpCalls.has(path))
    for (const effect of methodEffects.get(method) ?? []) {
      // Its address is told by the arguments.
      if (effect !== 'network' || !isRequest) this.#may(effect)
    }
    if (paths.length === 0 || paths.some((path) => path.includes('('))) {
      this.#objectMethod(match, paths.length > 0)
    }
  }

  #objectMethod(match: CallMatch, isKnown: boolean): void {
    const { name: method, call } = match
    if (!call) return
    if (savingMethods.has(method)) this.#anyPath(match, 'writes')
    const isRename = method === 'rename' && call.args.length === 1 && call.keywords.length === 0
    if (isRename && !isKnown) this.filesWritten.beUnknown()
  }

  /** `agg("to_csv")`: pandas calls the methods that texts name. */
  #applied(values: readonly Value[]): void {
    const { meaning } = this.#context
    for (const value of values) {
      const parts = value.kind === 'mapping' ? value.entries.map((entry) => entry.value) : []
      const items = value.kind === 'sequence' ? value.items : parts
      for (const item of items) this.#applied(meaning.valuesOf(item))
      if (value.kind !== 'text') continue
      if (writesItself(value.text)) this.filesWritten.beUnknown()
      if (/^(eval|query|pipe|__\w+)$/.test(value.text)) this.hasDynamicCode = true
    }
  }
}

function tellsAsMethod(method: string): boolean {
  return (
    writesItself(method) ||
    appliers.has(method) ||
    methodEffects.has(method) ||
    savingMethods.has(method) ||
    method === 'plot' ||
    method === 'rename'
  )
}

function mayBeFunction(node: Node): node is Name | Attribute | Subscript | Call {
  const { kind } = node
  return kind === 'Name' || kind === 'Attribute' || kind === 'Subscript' || kind === 'Call'
}

function isText({ kind }: Value): boolean {
  return kind === 'text'
}

function isPlainName(value: Value): boolean {
  return value.kind === 'text' && !value.text.split('.').some((part) => hiddenAttributes.has(part))
}

function importedModules(bindings: Bindings): ReadonlySet<string> {
  const modules = new Set<string>()
  for (const { node } of nodesOf(bindings, ['Import'])) {
    for (const alias of node.names) {
      const name = canonical(alias.name)
      modules.add(name).add(topModule(name))
    }
  }
  return modules
}
