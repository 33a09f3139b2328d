import type { Call, Expression } from '../python/nodes.ts'
import type { Bound, Site } from '../python/scopes.ts'
import { lookUp } from '../python/scopes.ts'
import type { Located } from '../python/values.ts'
import type { Context } from './context.ts'

/**
 * How much of its datasets an expression still holds: `table`: all rows and columns may be there; `rows`: a bounded
 * number of rows; `part`: something derived, such as a column or an aggregate.
 */
export interface FrameFlow {
  readonly datasets: ReadonlySet<string>
  readonly extent: 'table' | 'rows' | 'part'
}

/** Methods that give the frame again, perhaps with fewer rows or other columns. */
const keeping = new Set(
  (
    'copy query dropna fillna sort_values sort_index reset_index set_index rename drop assign astype drop_duplicates ' +
    'merge join replace round where mask convert_dtypes infer_objects pipe transpose filter reindex ffill bfill ' +
    'interpolate add_prefix add_suffix rename_axis eval explode set_axis to_dict to_records to_numpy to_csv to_json ' +
    'to_string to_html to_markdown apply map applymap itertuples iterrows tz_localize to_frame melt stack append'
  ).split(' '),
)
const shortening = new Set(['head', 'tail', 'nlargest', 'nsmallest', 'sample'])
/** Functions that give the frames they are given. */
const joining = new Set([
  ...['concat', 'merge', 'merge_asof', 'merge_ordered', 'DataFrame', 'melt'].map(
    (name) => `pandas.${name}`,
  ),
  ...['list', 'tuple', 'dict', 'sorted', 'set', 'reversed', 'zip', 'str', 'repr'].map(
    (name) => `builtins.${name}`,
  ),
  'copy.copy',
  'copy.deepcopy',
])
const mostDepth = 64

/** Follows datasets through the expressions of a module. */
export class FrameFlows {
  readonly #context: Context
  readonly #datasets: ReadonlySet<string>
  readonly #known = new Map<Expression, FrameFlow | undefined>()
  #depth = 0

  constructor(context: Context, datasets: readonly string[]) {
    this.#context = context
    this.#datasets = new Set(datasets)
  }

  /** What of the datasets an expression holds, undefined where nothing. */
  of(node: Expression, site: Site): FrameFlow | undefined {
    if (this.#known.has(node)) return this.#known.get(node)
    if (this.#depth >= mostDepth) return this.#everything()
    this.#known.set(node, undefined)
    this.#depth++
    const flow = this.#flow(node, site)
    this.#depth--
    this.#known.set(node, flow)
    return flow
  }

  /** Not followed to its end: it may be any of them. */
  #everything(): FrameFlow {
    return { datasets: this.#datasets, extent: 'table' }
  }

  #flow(node: Expression, site: Site): FrameFlow | undefined {
    switch (node.kind) {
      case 'Name':
        return this.#name(node, site)
      case 'Attribute': {
        const flow = this.of(node.value, site)
        return flow && (/^(loc|iloc|T|values)$/.test(node.attr) ? flow : partOf(flow))
      }
      case 'Subscript':
        return this.#subscript(node, site)
      case 'Call':
        return this.#call(node, site)
      default:
        return this.#held(node, site)
    }
  }

  #name(node: Expression & { kind: 'Name' }, site: Site): FrameFlow | undefined {
    const { bindings, mayBeOuter } = lookUp(node.id, site, node.start)
    const flows = bindings.map(({ bound }) => this.#bound(bound))
    if (mayBeOuter && this.#datasets.has(node.id)) {
      flows.push({ datasets: new Set([node.id]), extent: 'table' })
    } else if (mayBeOuter && node.id === 'datasets') flows.push(this.#everything())
    return joinFlows(flows)
  }

  #bound(bound: Bound): FrameFlow | undefined {
    if (bound.kind === 'parameter') return this.#parameter(bound)
    if (!('value' in bound)) return undefined
    const flow = this.of(bound.value.node, bound.value.site)
    return flow && (bound.kind === 'item' ? partOf(flow) : flow)
  }

  #parameter(bound: Bound & { kind: 'parameter' }): FrameFlow | undefined {
    const name = bound.node.kind === 'Lambda' ? '<lambda>' : bound.node.name
    const calls = this.#context.meaning.bindings.calls.get(name) ?? []
    return joinFlows(calls.slice(0, mostDepth).flatMap((call) => this.#arguments(call)))
  }

  #arguments({ node, site }: Located<Call>): readonly (FrameFlow | undefined)[] {
    const keywords = node.keywords.map(({ value }) => this.of(value, site))
    return [...node.args.map((argument) => this.of(argument, site)), ...keywords]
  }

  #subscript(node: Expression & { kind: 'Subscript' }, site: Site): FrameFlow | undefined {
    if (node.value.kind === 'Name' && node.value.id === 'datasets') {
      const name = this.#context.meaning.text(node.slice, site)
      if (name !== undefined && this.#datasets.has(name)) {
        return { datasets: new Set([name]), extent: 'table' }
      }
    }
    const flow = this.of(node.value, site)
    if (!flow) return undefined
    return this.#isColumns(node.slice, site) ? partOf(flow) : flow
  }

  /** A text, or a list of texts, picks columns; anything else may pick rows. */
  #isColumns(slice: Expression, site: Site): boolean {
    if (slice.kind === 'Tuple') {
      const last = slice.elts.at(-1)
      return last !== undefined && last.kind !== 'Slice' && slice.elts.length > 1
    }
    return this.#context.meaning
      .values(slice, site)
      .every(({ kind }) => kind === 'text' || kind === 'sequence' || kind === 'values')
  }

  #call(node: Call, site: Site): FrameFlow | undefined {
    const call = { node, site }
    const { func } = node
    if (func.kind === 'Attribute') {
      const owner = this.of(func.value, site)
      if (owner)
        return joinFlows([this.#method(func.attr, owner, call), ...this.#joined(func.attr, call)])
    }
    const { meaning } = this.#context
    const flow = joinFlows(this.#arguments(call))
    if (meaning.paths(func, site).some((path) => joining.has(path))) return flow
    const returned = meaning.values(func, site).flatMap((value) => {
      const inside = value.kind === 'function' ? meaning.bindings.scopes.get(value.node) : undefined
      return (inside?.scope.returns ?? []).map((result) => this.of(result.node, result.site))
    })
    return joinFlows([...returned, flow && partOf(flow)])
  }

  #method(name: string, owner: FrameFlow, { node, site }: Located<Call>): FrameFlow {
    if (owner.extent === 'part') return owner
    if (shortening.has(name)) {
      const [count] = node.args
      const isBounded = !count || this.#context.meaning.values(count, site).every(isSmall)
      const spreads = node.keywords.some(({ arg }) => arg !== 'n' && arg !== 'columns')
      return isBounded && !spreads ? { ...owner, extent: 'rows' } : owner
    }
    if (name === 'get' || name === 'pop') return partOf(owner)
    return keeping.has(name) ? owner : partOf(owner)
  }

  #joined(name: string, call: Located<Call>): readonly (FrameFlow | undefined)[] {
    return name === 'merge' || name === 'join' || name === 'append' ? this.#arguments(call) : []
  }

  /** Containers, conditions and arithmetic hold what their parts hold. */
  #held(node: Expression, site: Site): FrameFlow | undefined {
    switch (node.kind) {
      case 'List':
      case 'Tuple':
      case 'Set':
        return joinFlows(node.elts.map((element) => this.of(element, site)))
      case 'Dict':
        return joinFlows(node.values.map((value) => this.of(value, site)))
      case 'IfExp':
        return joinFlows([this.of(node.body, site), this.of(node.orelse, site)])
      case 'BoolOp':
        return joinFlows(node.values.map((value) => this.of(value, site)))
      case 'BinOp':
        return joinFlows([this.of(node.left, site), this.of(node.right, site)])
      case 'NamedExpr':
      case 'Starred':
      case 'Await':
        return this.of(node.value, site)
      case 'JoinedStr':
        return joinFlows(node.values.map((value) => this.of(value, site)))
      case 'FormattedValue':
        return this.of(node.value, site)
      default:
        return this.#derived(node, site)
    }
  }

  #derived(node: Expression, site: Site): FrameFlow | undefined {
    switch (node.kind) {
      case 'Compare': {
        const parts = [node.left, ...node.comparators].map((part) => this.of(part, site))
        const flow = joinFlows(parts)
        return flow && partOf(flow)
      }
      case 'UnaryOp':
        return this.of(node.operand, site)
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp': {
        const inside = this.#context.meaning.bindings.scopes.get(node)
        return inside && this.of(node.elt, inside)
      }
      case 'DictComp': {
        const inside = this.#context.meaning.bindings.scopes.get(node)
        return inside && joinFlows([this.of(node.key, inside), this.of(node.value, inside)])
      }
      default:
        return undefined
    }
  }
}

function isSmall(value: { readonly kind: string; readonly value?: unknown }): boolean {
  return value.kind === 'number' && Number(value.value) <= 100
}

function partOf(flow: FrameFlow): FrameFlow {
  return flow.extent === 'part' ? flow : { ...flow, extent: 'part' }
}

function joinFlows(flows: readonly (FrameFlow | undefined)[]): FrameFlow | undefined {
  const present = flows.filter((flow) => flow !== undefined)
  const [first, ...rest] = present
  if (!first || rest.length === 0) return first
  const extents = present.map(({ extent }) => extent)
  return {
    datasets: new Set(present.flatMap(({ datasets }) => [...datasets])),
    extent: extents.includes('table') ? 'table' : extents.includes('rows') ? 'rows' : 'part',
  }
}
