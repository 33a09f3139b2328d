import type { DatasetUse, Known } from '../kernel/capabilities.ts'
import type { Role } from '../python/bind.ts'
import type { Call, Expression, Module, Node } from '../python/nodes.ts'
import type { Site } from '../python/scopes.ts'
import type { Located, Values } from '../python/values.ts'
import { maxItems, unknowns } from '../python/values.ts'
import type { Context } from './context.ts'
import type { FrameFlow } from './frame-flow.ts'
import { FrameFlows } from './frame-flow.ts'

/** Which datasets the code uses, which of their columns it names, and whether a whole table may be the answer. */
export function datasetUses(context: Context, datasets: readonly string[]): Known<DatasetUse> {
  const uses = new DatasetUses(context, datasets)
  return uses.collect()
}

/** Keywords that take names of columns, in pandas and in what draws frames. */
const columnKeywords = new Set(
  'by on left_on right_on index columns values subset x y hue id_vars value_vars labels usecols style size col row'.split(
    ' ',
  ),
)
/** Methods whose first arguments are names of columns. */
const columnMethods = new Set(
  'groupby sort_values set_index drop pivot_table pivot value_counts drop_duplicates dropna nlargest nsmallest get pop assign agg aggregate astype filter rename transform join merge insert melt explode'.split(
    ' ',
  ),
)
/** Methods and attributes that give the frame on, or tell nothing of its values, so that what follows names columns. */
const neutral = new Set(
  'copy head tail sample query eval dropna sort_values sort_index set_index reset_index rename drop assign astype drop_duplicates merge join groupby nlargest nsmallest pivot_table pivot value_counts loc shape index columns empty dtypes size info get pop filter insert agg aggregate resample rolling isin where mask'.split(
    ' ',
  ),
)
const harmlessFunctions = new Set([
  ...['len', 'isinstance', 'type', 'id', 'bool'].map((name) => `builtins.${name}`),
  ...['pandas.concat', 'pandas.merge', 'pandas.merge_asof', 'pandas.DataFrame', 'copy.copy'],
])

class DatasetUses {
  readonly #context: Context
  readonly #flows: FrameFlows
  readonly #named = new Map<string, Set<string>>()
  readonly #whole = new Set<string>()
  readonly #exported = new Set<string>()

  constructor(context: Context, datasets: readonly string[]) {
    this.#context = context
    this.#flows = new FrameFlows(context, datasets)
  }

  collect(): readonly DatasetUse[] {
    const { nodes, sites, roles } = this.#context.meaning.bindings
    nodes.forEach((node, i) => {
      const site = sites[i]
      if (site) this.#node(node, site, roles[i] ?? 'other')
    })
    this.#answers(this.#context.module)
    return [...this.#named.keys()].sort().map((name) => ({
      name,
      columns: this.#whole.has(name) ? 'unknown' : [...(this.#named.get(name) ?? [])].sort(),
      isExported: this.#exported.has(name),
    }))
  }

  #node(node: Node, site: Site, role: Role): void {
    switch (node.kind) {
      case 'Name':
        if (node.ctx === 'Load' && !(node.id === 'datasets' && role === 'object')) {
          this.#touch(this.#flows.of(node, site))
        }
        break
      case 'Subscript':
        this.#touch(this.#flows.of(node, site))
        this.#subscript(node.value, node.slice, site)
        break
      case 'Attribute':
        if (role !== 'callee') this.#attribute(node.value, node.attr, site)
        break
      case 'Call':
        this.#call(node, site)
        break
      case 'For':
      case 'AsyncFor':
        this.#takeWhole(this.#flows.of(node.iter, site))
        break
      case 'BinOp':
        this.#takeWhole(this.#flows.of(node.left, site))
        this.#takeWhole(this.#flows.of(node.right, site))
        break
      case 'FormattedValue':
        this.#takeWhole(this.#flows.of(node.value, site))
        break
      default:
    }
  }

  #touch(flow: FrameFlow | undefined): void {
    for (const name of flow?.datasets ?? [])
      if (!this.#named.has(name)) this.#named.set(name, new Set())
  }

  #takeWhole(flow: FrameFlow | undefined): void {
    this.#touch(flow)
    if (flow && flow.extent !== 'part') for (const name of flow.datasets) this.#whole.add(name)
  }

  /** Columns by name; what can't be told may be any, where it has to be a column. */
  #names(flow: FrameFlow, values: Values, otherwise: 'whole' | 'none'): void {
    this.#touch(flow)
    const { texts, isKnown } = this.#textsIn(values)
    for (const name of flow.datasets) for (const text of texts) this.#named.get(name)?.add(text)
    if (!isKnown && otherwise === 'whole') this.#takeWhole(flow)
  }

  /** The texts that values are, hold or, for a dictionary, have as keys. */
  #textsIn(values: Values): { readonly texts: readonly string[]; readonly isKnown: boolean } {
    const texts: string[] = []
    let isKnown = true
    const pending = [...values]
    for (let left = maxItems, value = pending.pop(); value; left--, value = pending.pop()) {
      if (left === 0) return { texts, isKnown: false }
      if (value.kind === 'text') texts.push(value.text)
      else if (value.kind === 'values') pending.push(...value.items)
      else if (value.kind === 'sequence') pending.push(...value.items.flatMap(this.#valuesOf))
      else if (value.kind === 'mapping') {
        pending.push(...value.entries.flatMap(({ key }) => (key ? this.#valuesOf(key) : unknowns)))
      } else isKnown = false
    }
    return { texts, isKnown }
  }

  readonly #valuesOf = (located: Located): Values => this.#context.meaning.valuesOf(located)

  #subscript(base: Expression, slice: Expression, site: Site): void {
    const flow = this.#flows.of(base, site)
    if (!flow || (base.kind === 'Name' && base.id === 'datasets')) return
    if (slice.kind === 'Tuple' && slice.elts.length === 2) {
      const [, columns] = slice.elts
      if (columns) this.#subscript(base, columns, site)
      return
    }
    const isMask =
      slice.kind === 'Slice' || this.#flows.of(slice, site) !== undefined || isCondition(slice)
    if (!isMask) this.#names(flow, this.#context.meaning.values(slice, site), 'whole')
  }

  #attribute(base: Expression, name: string, site: Site): void {
    const flow = this.#flows.of(base, site)
    if (!flow || flow.extent === 'part' || neutral.has(name)) return
    if (/^(iloc|values|T|iat|at|plot|style|attrs|flags|axes)$/.test(name)) this.#takeWhole(flow)
    else for (const dataset of flow.datasets) this.#named.get(dataset)?.add(name)
  }

  #call(node: Call, site: Site): void {
    const { func } = node
    const owner = func.kind === 'Attribute' ? this.#flows.of(func.value, site) : undefined
    if (owner && func.kind === 'Attribute') {
      this.#columns(node, site, owner, columnMethods.has(func.attr))
      if (func.attr === 'query' || func.attr === 'eval') this.#expression(node, site, owner)
      if (!neutral.has(func.attr)) this.#takeWhole(owner)
    }
    this.#given(node, site)
  }

  /** Frames that are given to functions; one of the file is followed by its own statements. */
  #given(node: Call, site: Site): void {
    const { meaning } = this.#context
    const values = meaning.values(node.func, site)
    const isHarmless = values.every(
      (value) =>
        value.kind === 'function' || (value.kind === 'path' && harmlessFunctions.has(value.path)),
    )
    const given = [...node.args, ...node.keywords.map(({ value }) => value)]
    for (const argument of given) {
      const flow = this.#flows.of(argument, site)
      if (!flow) continue
      this.#columns(node, site, flow, false)
      const draws = node.keywords.some(({ arg }) => arg === 'x' || arg === 'y' || arg === 'hue')
      if (!isHarmless && !draws) this.#takeWhole(flow)
    }
  }

  #columns(node: Call, site: Site, flow: FrameFlow, takesPositions: boolean): void {
    const { meaning } = this.#context
    if (takesPositions) {
      for (const argument of node.args) this.#names(flow, meaning.values(argument, site), 'none')
    }
    for (const { arg, value } of node.keywords) {
      if (arg === null) this.#takeWhole(flow)
      else if (columnKeywords.has(arg)) this.#names(flow, meaning.values(value, site), 'none')
    }
    if (takesPositions && node.args.some((argument) => this.#isUnknown(argument, site)))
      this.#takeWhole(flow)
  }

  #isUnknown(argument: Expression, site: Site): boolean {
    if (this.#flows.of(argument, site)) return false
    return this.#context.meaning.values(argument, site).some(({ kind }) => kind === 'unknown')
  }

  /** The names in a constant expression of `query` or `eval` may be columns. */
  #expression(node: Call, site: Site, flow: FrameFlow): void {
    const [first] = node.args
    const text = this.#context.meaning.text(first, site)
    if (text === undefined) this.#takeWhole(flow)
    for (const [, quoted, name] of (text ?? '').matchAll(/`([^`]+)`|(?<![@\w'"])([\p{L}_]\w*)/gu)) {
      for (const dataset of flow.datasets) this.#named.get(dataset)?.add(quoted ?? name ?? '')
    }
  }

  /** The answer is `result`, or else the last expression; whatever is printed leaves too. */
  #answers(module: Module): void {
    const { meaning } = this.#context
    const { root } = meaning.bindings
    const last = module.body.at(-1)
    if (last?.kind === 'Expr') this.#export(this.#flows.of(last.value, root))
    for (const { bound } of root.scope.bindings.get('result') ?? []) {
      if ('value' in bound) this.#export(this.#flows.of(bound.value.node, bound.value.site))
    }
    for (const { node, site } of meaning.bindings.calls.get('print') ?? []) {
      for (const argument of node.args) this.#export(this.#flows.of(argument, site))
    }
  }

  #export(flow: FrameFlow | undefined): void {
    this.#takeWhole(flow)
    if (flow?.extent === 'table') for (const name of flow.datasets) this.#exported.add(name)
  }
}

function isCondition({ kind }: Expression): boolean {
  return kind === 'Compare' || kind === 'UnaryOp' || kind === 'BoolOp'
}
