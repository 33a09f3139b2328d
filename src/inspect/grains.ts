import type { Call, Expression, Node } from '../python/nodes.ts'
import { children } from '../python/visit.ts'
import type { Context } from './context.ts'
import {
  appliers,
  coarser,
  cuts,
  fewRows,
  type Grain,
  grain,
  groupers,
  namedReductions,
  reducers,
  reducingFunctions,
} from './grain.ts'
import { Lessons } from './lessons.ts'

/** Beyond this depth an expression counts as rows. */
const mostDepth = 400
/** Rounds after which no grain changes any more: each can rise three times, along chains of at most this many names. */
const mostRounds = 24

/**
 * The grain of every name and expression of a script with regard to one dataset. Names are told apart by their text
 * alone and every assignment counts wherever it stands, so that what the text shows is never taken for less.
 */
export class Grains {
  readonly #lessons: Lessons
  readonly #dataset: string
  readonly #known = new Map<Node, Grain>()
  #depth = 0

  constructor({ meaning }: Context, dataset: string) {
    this.#dataset = dataset
    this.#lessons = new Lessons(meaning.bindings, (node) => this.of(node))
    for (let round = 0; round < mostRounds; round++) {
      this.#known.clear()
      if (!this.#lessons.learn()) return
    }
    this.#lessons.giveUp()
    this.#known.clear()
  }

  /** The grain of an expression, or of the expressions in a part of one. */
  of(node: Node | null | undefined): Grain {
    if (!node || node.kind === 'Constant') return grain.none
    if (node.kind === 'Name') return this.ofName(node.id)
    const known = this.#known.get(node)
    if (known !== undefined) return known
    if (this.#depth >= mostDepth) return grain.rows
    this.#depth++
    const found = this.#find(node)
    this.#depth--
    this.#known.set(node, found)
    return found
  }

  #find(node: Node): Grain {
    switch (node.kind) {
      case 'Attribute':
        return this.#ofAttribute(this.of(node.value), node.attr)
      case 'Subscript':
        return this.#ofSubscript(node)
      case 'Call':
        return this.#ofCall(node)
      case 'IfExp':
        return coarser(this.of(node.body), this.of(node.orelse))
      case 'Compare':
        return reduced(this.#highest(children(node)))
      case 'Lambda':
        return this.of(node.body)
      default:
        return this.#highest(children(node))
    }
  }

  /** The grain of a variable. */
  ofName(name: string): Grain {
    return name === this.#dataset || name === 'datasets' ? grain.rows : this.#lessons.of(name)
  }

  #ofAttribute(of: Grain, attribute: string): Grain {
    const stored = this.#lessons.of(`.${attribute}`)
    const isFitted = attribute.endsWith('_') && !attribute.startsWith('_')
    if (of >= grain.grouped && (isFitted || reducers.has(attribute))) {
      return coarser(stored, grain.reduced)
    }
    return coarser(of, stored)
  }

  /** What picks rows says nothing of them: the grain is that of the table they are picked from. */
  #ofSubscript({ value, slice }: Extract<Expression, { kind: 'Subscript' }>): Grain {
    const of = this.of(value)
    const isByPosition = value.kind === 'Attribute' && value.attr === 'iloc'
    return of === grain.rows && isByPosition && isFewRows(slice) ? grain.reduced : of
  }

  #ofCall(call: Call): Grain {
    const { func } = call
    const given = this.#highest([...call.args, ...call.keywords])
    if (func.kind === 'Attribute') return this.#ofMethod(call, func, given)
    if (func.kind !== 'Name') return coarser(given, this.of(func))
    if (this.#lessons.isDefined(func.id)) return this.#lessons.of(`${func.id}()`)
    const isJoining = func.id === 'sum' && call.args.length + call.keywords.length > 1
    if (reducingFunctions.has(func.id) && !isJoining) return reduced(given)
    return coarser(given, this.#lessons.of(func.id))
  }

  #ofMethod(
    call: Call,
    { value, attr }: Extract<Expression, { kind: 'Attribute' }>,
    given: Grain,
  ): Grain {
    const of = this.of(value)
    const own = this.#lessons.of(`${attr}()`)
    if (of < grain.grouped) {
      const all = coarser(coarser(of, given), own)
      return reducingFunctions.has(attr) ? reduced(all) : all
    }
    if (reducers.has(attr)) return coarser(grain.reduced, own)
    if (groupers.has(attr)) return grain.grouped
    if (of === grain.rows && isCut(call, attr)) return grain.reduced
    if (appliers.has(attr)) return this.#ofApplied(call, of)
    return grain.rows
  }

  /** A function over groups gives what it gives for one; over rows it gives a row again, but for `agg`. */
  #ofApplied({ args, keywords, func }: Call, of: Grain): Grain {
    const isAggregate = func.kind === 'Attribute' && func.attr.startsWith('agg')
    if (of === grain.rows && !isAggregate) return grain.rows
    const parts = [...args, ...keywords.map(({ value }) => value)]
    const isReduced = parts.length > 0 && parts.every((part) => this.#isReduction(part))
    return isReduced ? grain.reduced : grain.rows
  }

  #isReduction(node: Expression | null): boolean {
    switch (node?.kind) {
      case 'Constant':
        return typeof node.value !== 'string' || namedReductions.has(node.value)
      case 'List':
        return node.elts.every((part) => this.#isReduction(part))
      case 'Tuple':
        return node.elts.slice(1).every((part) => this.#isReduction(part))
      case 'Dict':
        return node.values.every((part) => this.#isReduction(part))
      case 'Lambda':
        return this.of(node.body) <= grain.reduced
      case 'Name':
        return this.#isReducingName(node.id)
      case 'Attribute':
        return reducingFunctions.has(node.attr)
      default:
        return false
    }
  }

  #isReducingName(name: string): boolean {
    if (this.#lessons.isDefined(name)) return this.#lessons.of(`${name}()`) <= grain.reduced
    return reducingFunctions.has(name)
  }

  #highest(nodes: readonly Node[]): Grain {
    let highest: Grain = grain.none
    for (const node of nodes) highest = coarser(highest, this.of(node))
    return highest
  }
}

function reduced(of: Grain): Grain {
  return of === grain.none ? grain.none : grain.reduced
}

/** `iloc[0]`, `iloc[:20]`, `iloc[-5:]`, also with columns behind a comma. */
function isFewRows(slice: Expression): boolean {
  const rows = slice.kind === 'Tuple' ? slice.elts[0] : slice
  if (!rows) return false
  if (rows.kind !== 'Slice') return integer(rows) !== undefined
  const lower = rows.lower ? integer(rows.lower) : 0
  const upper = rows.upper ? integer(rows.upper) : 0
  if (lower === undefined || upper === undefined) return false
  if (!rows.upper) return lower < 0 && -lower <= fewRows
  return lower >= 0 === upper >= 0 && upper - lower <= fewRows
}

function isCut(call: Call, method: string): boolean {
  const standard = cuts.get(method)
  if (standard === undefined) return false
  const hasFraction = call.keywords.some(({ arg }) => arg === 'frac' || arg === null)
  const count = call.args[0] ?? call.keywords.find(({ arg }) => arg === 'n')?.value
  const rows = count ? integer(count) : standard
  return !hasFraction && rows !== undefined && rows >= 0 && rows <= fewRows
}

function integer(node: Expression): number | undefined {
  if (node.kind === 'Constant') return typeof node.value === 'number' ? node.value : undefined
  if (node.kind !== 'UnaryOp' || node.op !== 'USub') return undefined
  const value = integer(node.operand)
  return value === undefined ? undefined : -value
}
