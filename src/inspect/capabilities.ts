import type { Capabilities, HostUse, Known } from '../kernel/capabilities.ts'
import type { Attribute, Call, Expression, Name, Node, Subscript } from '../python/nodes.ts'
import type { Site } from '../python/scopes.ts'
import type { Value } from '../python/values.ts'
import { CallMatch } from './call-match.ts'
import type { Context } from './context.ts'
import { datasetUses } from './dataset-uses.ts'
import { importUses } from './import-uses.ts'
import { fileCalls, moveCalls } from './tables/files.ts'
import { downloads, httpCalls, otherNetworkNames } from './tables/network.ts'
import { isAddress } from './tables/paths.ts'
import { processCalls } from './tables/processes.ts'

/** Where nothing could be read: everything is possible. */
export const unknownCapabilities: Capabilities = {
  imports: 'unknown',
  datasets: 'unknown',
  filesRead: 'unknown',
  filesWritten: 'unknown',
  hosts: 'unknown',
  processes: 'unknown',
  hasDynamicCode: true,
  drawsFigures: true,
}

/** What the code needs, as far as can be told; where code is made at run time, everything is unknown. */
export function capabilitiesOf(context: Context, datasets: readonly string[]): Capabilities {
  const needs = new Needs(context)
  needs.collect()
  const drawsFigures = needs.drawsFigures
  if (needs.hasDynamicCode || context.meaning.isTruncated) {
    return { ...unknownCapabilities, hasDynamicCode: needs.hasDynamicCode, drawsFigures: true }
  }
  return {
    imports: importUses(context),
    datasets: datasetUses(context, datasets),
    filesRead: needs.filesRead.known(),
    filesWritten: needs.filesWritten.known(),
    hosts: needs.hosts.known(),
    processes: needs.processes.known(),
    hasDynamicCode: false,
    drawsFigures,
  }
}

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

const makesCode = new Set([
  ...['eval', 'exec', 'execfile', 'compile', 'globals', 'vars'].map((name) => `builtins.${name}`),
  ...['types.FunctionType', 'types.CodeType', 'runpy.run_path', 'runpy.run_module', 'sys.modules'],
  ...['importlib.util.spec_from_file_location', 'imp.load_source', 'sys._getframe'],
])
const importers = new Set([
  'builtins.__import__',
  'importlib.import_module',
  'pkgutil.resolve_name',
])
const namedTakers: ReadonlyMap<string, number> = new Map([
  ['builtins.getattr', 1],
  ['builtins.setattr', 1],
  ['operator.attrgetter', 0],
  ['operator.methodcaller', 0],
])
const hidden = new Set([
  '__subclasses__',
  '__globals__',
  '__builtins__',
  '__getattribute__',
  '__code__',
])
const drawing = /^(matplotlib|seaborn|plotly)\./
const frameDrawing = /\(\)\.(plot|hist|boxplot)(\.|$)/
const readModes = /^[rbtU]*$/
const unwritten = /^io\.(StringIO|BytesIO)\(\)/
const otherNetwork = new Set(otherNetworkNames.map((name) => name.replace(/\.\*+$/, '')))
const downloading = new Set(downloads.map((name) => name.replace(/\.\*+$/, '')))
const processPrefixes = ['pty', 'sh', 'plumbum', 'multiprocessing']

/** Methods that write a file, with the keyword of its path. */
const pathKeywords: ReadonlyMap<string, string> = new Map([
  ['savefig', 'fname'],
  ...'csv excel parquet json feather pickle html sql hdf stata orc latex markdown'
    .split(' ')
    .map((format) => [`to_${format}`, 'path_or_buf'] as const),
])
/** Methods that change files whose path is in the object. */
const writingMethods = new Set(
  'write_text write_bytes touch symlink_to hardlink_to unlink rmdir'.split(' '),
)

class Needs {
  readonly filesRead = new Uses<string>()
  readonly filesWritten = new Uses<string>()
  readonly hosts = new Uses<HostUse>()
  readonly processes = new Uses<string>()
  hasDynamicCode = false
  drawsFigures = false
  readonly #context: Context
  readonly #mentioned = new Set<string>()

  constructor(context: Context) {
    this.#context = context
  }

  collect(): void {
    const { nodes, sites, roles } = this.#context.meaning.bindings
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i]
      const site = sites[i]
      if (!node || !site) continue
      if (node.kind === 'Call') this.#call(node, site)
      if (mayBeFunction(node)) {
        this.#mention(node, site, roles[i] === 'other' || roles[i] === 'decorator')
      }
    }
  }

  /** What is handed on may be called by someone else, with anything. */
  #mention(node: Expression, site: Site, isHandedOn: boolean): void {
    if (node.kind === 'Attribute' && hidden.has(node.attr)) this.hasDynamicCode = true
    for (const path of this.#context.meaning.paths(node, site)) {
      if (isHandedOn) this.#handedOn(path)
      if (this.#mentioned.has(path)) continue
      this.#mentioned.add(path)
      if (makesCode.has(path)) this.hasDynamicCode = true
      if (drawing.test(path) || frameDrawing.test(path)) this.drawsFigures = true
    }
  }

  #handedOn(path: string): void {
    if (processCalls.has(path)) this.processes.beUnknown()
    if (httpCalls.has(path) || otherNetwork.has(path)) this.hosts.beUnknown()
    if (path !== 'builtins.open' && !fileCalls.has(path) && !moveCalls.includes(path)) return
    this.filesRead.beUnknown()
    this.filesWritten.beUnknown()
  }

  #call(call: Call, site: Site): void {
    const { meaning } = this.#context
    for (const name of meaning.paths(call.func, site)) {
      this.#named(new CallMatch(meaning, { name, node: call.func, site, call }))
    }
    if (call.func.kind === 'Attribute') this.#method(call, call.func.attr, site)
  }

  #named(call: CallMatch): void {
    const { name } = call
    const taken = namedTakers.get(name)
    if (taken !== undefined && !call.values(taken).every(isText)) this.hasDynamicCode = true
    if (importers.has(name) && !call.values(0).every(isText)) this.hasDynamicCode = true
    this.#process(call)
    this.#network(call)
    if (name === 'builtins.open' || name === 'os.open') this.#open(call)
    else if (moveCalls.includes(name)) this.#paths(call, [0, 1], this.filesWritten)
    else if (fileCalls.has(name)) this.#file(call)
  }

  #process(call: CallMatch): void {
    const use = processCalls.get(call.name)
    const top = call.name.split('.', 1)[0] ?? ''
    if (processPrefixes.includes(top) || call.name === 'os.fork') this.processes.beUnknown()
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
    const prefix = call.name.slice(0, Math.max(0, call.name.lastIndexOf('.')))
    const isOther = otherNetwork.has(call.name) || otherNetwork.has(prefix)
    if (isOther || downloading.has(call.name) || downloading.has(prefix)) this.hosts.beUnknown()
  }

  #address(value: Value, method: string): void {
    const match =
      value.kind === 'text' ? /^[a-z][\w+.-]*:\/\/([^/?#]+)([^?#]*)/i.exec(value.text) : null
    const host = match?.[1]?.replace(/^.*@/, '')
    const path = match?.[2] || '/'
    if (host) this.hosts.add(`${host} ${method} ${path}`, { host, method, path })
    else this.hosts.beUnknown()
  }

  #open(call: CallMatch): void {
    const modes = call.values(1, 'mode')
    if (call.hasSpread) this.filesWritten.beUnknown()
    const isRead = modes.every((mode) => mode.kind === 'text' && readModes.test(mode.text))
    const mayRead =
      modes.length === 0 || modes.some((m) => m.kind !== 'text' || /[r+]/.test(m.text))
    if (mayRead || isRead) this.#paths(call, [0], this.filesRead, 'file')
    if (!isRead) this.#paths(call, [0], this.filesWritten, 'file')
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
    }
    if (call.hasSpread) uses.beUnknown()
  }

  #path(value: Value, uses: Uses<string>): void {
    if (value.kind === 'text' && isAddress(value.text)) this.#address(value, 'GET')
    else if (value.kind === 'text') uses.add(value.text, value.text)
    else if (value.kind === 'none' || (value.kind === 'path' && unwritten.test(value.path))) return
    else uses.beUnknown()
  }

  /** Methods that write files, of objects whose kind may be unknown. */
  #method(call: Call, method: string, site: Site): void {
    const keyword = pathKeywords.get(method)
    if (keyword !== undefined) {
      const { meaning } = this.#context
      const match = new CallMatch(meaning, { name: method, node: call.func, site, call })
      const isGiven = call.args.length + call.keywords.length > 0
      if (isGiven || method === 'savefig') this.#paths(match, [0], this.filesWritten, keyword)
    } else if (writingMethods.has(method)) this.filesWritten.beUnknown()
    else if (method === 'plot') this.drawsFigures = true
    else if (method === 'read_text' || method === 'read_bytes') this.filesRead.beUnknown()
  }
}

function mayBeFunction(node: Node): node is Name | Attribute | Subscript | Call {
  const { kind } = node
  return kind === 'Name' || kind === 'Attribute' || kind === 'Subscript' || kind === 'Call'
}

function isText({ kind }: Value): boolean {
  return kind === 'text'
}
