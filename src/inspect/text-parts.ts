import type { Meaning } from '../python/meaning.ts'
import type { BinOp, Call, Expression, Name } from '../python/nodes.ts'
import { argumentFor, callsOf, shiftOf } from '../python/parameters.ts'
import type { Bound, Site } from '../python/scopes.ts'
import { lookUp } from '../python/scopes.ts'
import type { Located } from '../python/values.ts'
import type { Context } from './context.ts'
import { isTested } from './origins.ts'

/** A piece of a text that code puts together: constant, or a hole with what fills it. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hole'; readonly value: Located }

const mostDepth = 24
/** Expressions that one text is put together from, at most. */
const mostParts = 2_000

/** How deep a part lies, and how many more the whole text may have. */
interface Depth {
  readonly at: number
  readonly left: { count: number }
}

function deeper({ at, left }: Depth, by = 1): Depth {
  return { at: at + by, left }
}
/** Calls of one function that its parameter is followed to. */
const mostCalls = 6

/**
 * The pieces that a text is put together from, by `+`, `%`, f-string, `format`, `join` and `+=`, also through names.
 * What is one of a few constants, a number, or tested against a list counts as constant: it
 * can't carry what someone else wrote.
 */
export function textParts(context: Context, value: Located): readonly TextPart[] {
  return partsOf(context, value, { at: 0, left: { count: mostParts } })
}

/** The first hole of a text, where it has one beside constant text; undefined for constants and for whole variables. */
export function builtHole(parts: readonly TextPart[]): Located | undefined {
  if (!parts.some((part) => part.kind === 'text' && part.text.trim() !== '')) return undefined
  return parts.find((part) => part.kind === 'hole')?.value
}

/** The constant text before the first hole. */
export function leadingText(parts: readonly TextPart[]): string {
  let text = ''
  for (const part of parts) {
    if (part.kind === 'hole') break
    text += part.text
  }
  return text
}

function partsOf(context: Context, value: Located, depth: Depth): readonly TextPart[] {
  const { node, site } = value
  const constant = isFilledList(context, value) ? undefined : constantText(context, value)
  if (constant !== undefined) return [{ kind: 'text', text: constant }]
  if (depth.at >= mostDepth || depth.left.count-- <= 0) return [{ kind: 'hole', value }]
  const inner = (part: Expression) => partsOf(context, { node: part, site }, deeper(depth))
  switch (node.kind) {
    case 'JoinedStr':
      return node.values.flatMap(inner)
    case 'FormattedValue':
    case 'Await':
    case 'NamedExpr':
      return inner(node.value)
    case 'BinOp':
      return operated(context, { node, site }, depth)
    case 'IfExp':
      return worst([inner(node.body), inner(node.orelse)])
    case 'Name':
      return named(context, { node, site }, depth)
    case 'Call':
      return called(context, { node, site }, depth) ?? [{ kind: 'hole', value }]
    default:
      return [{ kind: 'hole', value }]
  }
}

/** The text where it is known, or a sample of it where it is one of several constants or a number. */
function constantText({ meaning }: Context, { node, site }: Located): string | undefined {
  if (node.kind === 'Name' && isCounter(node, site, meaning)) return '0'
  const values = meaning.values(node, site)
  let sample: string | undefined
  for (const value of values) {
    if (value.kind === 'text') sample ??= value.text
    else if (value.kind === 'number' || value.kind === 'boolean') sample ??= '0'
    else if (value.kind === 'path' && numbers.has(value.path)) sample ??= '0'
    else if (value.kind !== 'unknown' || !isAnnotatedNumber(values)) return undefined
  }
  return sample
}

/** `i` of `for i, … in enumerate(…)` and of `for i in range(…)`. */
function isCounter(node: Name, site: Site, meaning: Meaning): boolean {
  const { bindings } = lookUp(node.id, site, node.start)
  return (
    bindings.length > 0 &&
    bindings.every(({ bound }) => {
      if (bound.kind !== 'item' || bound.value.node.kind !== 'Call') return false
      const paths = meaning.paths(bound.value.node.func, bound.value.site)
      if (paths.includes('builtins.range')) return true
      return (
        paths.includes('builtins.enumerate') &&
        bound.indexes.at(-1) === 0 &&
        bound.indexes.length > 1
      )
    })
  )
}

const numbers = new Set([
  ...['int', 'float', 'len', 'bool', 'round', 'abs', 'ord', 'hash', 'id'].map(
    (name) => `builtins.${name}()`,
  ),
  ...['time.time()', 'time.time_ns()', 'uuid.uuid4()', 'uuid.uuid4().hex', 'random.randint()'],
  ...['datetime.datetime.now()', 'datetime.date.today()', 'datetime.datetime.now().year'],
])

function isAnnotatedNumber(values: readonly { kind: string; path?: string }[]): boolean {
  return values.some(({ path }) => path === 'builtins.int()' || path === 'builtins.float()')
}

function operated(
  context: Context,
  { node, site }: Located<BinOp>,
  depth: Depth,
): readonly TextPart[] {
  if (node.op === 'Add') {
    const parts: TextPart[] = []
    let left: Expression = node
    const rights: Expression[] = []
    while (left.kind === 'BinOp' && left.op === 'Add') {
      rights.push(left.right)
      left = left.left
    }
    for (const operand of [left, ...rights.reverse()]) {
      parts.push(...partsOf(context, { node: operand, site }, deeper(depth)))
    }
    return parts
  }
  const template = context.meaning.text(node.left, site)
  if (node.op !== 'Mod' || template === undefined) return [{ kind: 'hole', value: { node, site } }]
  const { right } = node
  const given = right.kind === 'Tuple' ? right.elts : right.kind === 'Dict' ? right.values : [right]
  const conversions = template.match(conversion) ?? []
  return interleaved(
    context,
    template.split(conversion),
    given.map((part, i) =>
      /[diouxXeEfFgG]$/.test(conversions[i] ?? '') ? null : { node: part, site },
    ),
    depth,
  )
}

const conversion = /%(?:\(\w{1,60}\))?[-+ #0-9.]{0,12}[a-zA-Z]/g

function called(
  context: Context,
  { node, site }: Located<Call>,
  depth: Depth,
): readonly TextPart[] | undefined {
  const { func } = node
  if (func.kind === 'Attribute') {
    if (func.attr === 'format') return formatted(context, { node, site }, func.value, depth)
    if (func.attr === 'join') return joined(context, { node, site }, func.value, depth)
    if (unchanging.has(func.attr))
      return partsOf(context, { node: func.value, site }, deeper(depth))
  }
  const [first] = node.args
  const paths = context.meaning.paths(func, site)
  if (paths.some((path) => numbers.has(`${path}()`))) return [{ kind: 'text', text: '0' }]
  const isCarried = paths.some((path) => wrappers.has(path))
  return first && isCarried ? partsOf(context, { node: first, site }, deeper(depth)) : undefined
}

const unchanging = new Set(['strip', 'lstrip', 'rstrip', 'lower', 'upper', 'encode', 'decode'])
const wrappers = new Set(['textwrap.dedent', 'inspect.cleandoc', 'sqlalchemy.text', 'builtins.str'])

function formatted(
  context: Context,
  { node, site }: Located<Call>,
  receiver: Expression,
  depth: Depth,
): readonly TextPart[] | undefined {
  const template = context.meaning.text(receiver, site)
  if (template === undefined) return partsOf(context, { node: receiver, site }, deeper(depth))
  const given = [...node.args, ...node.keywords.map(({ value }) => value)]
  const pieces = template.split(/\{[^{}]{0,80}\}/)
  return interleaved(
    context,
    pieces,
    given.map((part) => ({ node: part, site })),
    depth,
  )
}

/** `', '.join('?' * n)` and the like of constants is constant; items of a display are taken one by one. */
function joined(
  context: Context,
  { node, site }: Located<Call>,
  separator: Expression,
  depth: Depth,
): readonly TextPart[] | undefined {
  const [items] = node.args
  const between = context.meaning.text(separator, site)
  if (!items || between === undefined) return undefined
  const inner = (part: Expression, at: Site) =>
    partsOf(context, { node: part, site: at }, deeper(depth))
  switch (items.kind) {
    case 'List':
    case 'Tuple':
      return items.elts.flatMap((part, i) => {
        const parts = inner(part, site)
        return i === 0 ? parts : [{ kind: 'text' as const, text: between }, ...parts]
      })
    case 'ListComp':
    case 'GeneratorExp':
      return inner(items.elt, context.meaning.bindings.scopes.get(items) ?? site)
    case 'BinOp':
      if (items.op !== 'Mult') return undefined
      return items.left.kind === 'List'
        ? items.left.elts.flatMap((part) => inner(part, site))
        : inner(items.left, site)
    case 'Name': {
      const [only, more] = context.meaning.assigned(items, site)
      const again = only && !more && { ...node, args: [only.node] }
      const first =
        again && only.node.kind !== 'Name'
          ? joined(context, { node: again, site: only.site }, separator, deeper(depth))
          : undefined
      const later = appended(context, { node: items, site }).flatMap((part) =>
        inner(part.node, part.site),
      )
      return first && [...first, ...later]
    }
    default:
      return undefined
  }
}

/** `''.join(name)` of a list that was added to, of which its first value says too little. */
function isFilledList(context: Context, { node, site }: Located): boolean {
  if (node.kind !== 'Call' || node.func.kind !== 'Attribute' || node.func.attr !== 'join')
    return false
  const [items] = node.args
  return items?.kind === 'Name' && appended(context, { node: items, site }).length > 0
}

/** What `name.append(…)` put into a list before it is used. */
function appended({ meaning }: Context, { node, site }: Located<Name>): readonly Located[] {
  return (meaning.bindings.calls.get('append') ?? [])
    .filter(({ node: { func, start }, site: at }) => {
      const isOf =
        func.kind === 'Attribute' && func.value.kind === 'Name' && func.value.id === node.id
      return isOf && at.scope === site.scope && start < node.start
    })
    .slice(0, mostCalls)
    .flatMap(({ node: { args }, site: at }) => (args[0] ? [{ node: args[0], site: at }] : []))
}

function interleaved(
  context: Context,
  pieces: readonly string[],
  /** Null for a number. */
  given: readonly (Located | null)[],
  depth: Depth,
): readonly TextPart[] {
  const parts: TextPart[] = []
  pieces.forEach((text, i) => {
    parts.push({ kind: 'text', text })
    if (i === pieces.length - 1) return
    const value = given[Math.min(i, given.length - 1)]
    if (value) parts.push(...partsOf(context, value, deeper(depth)))
    else if (value === null) parts.push({ kind: 'text', text: '0' })
  })
  return parts
}

function named(context: Context, value: Located<Name>, depth: Depth): readonly TextPart[] {
  const { node, site } = value
  const { bindings } = lookUp(node.id, site, node.start)
  const all = bindings
    .slice(0, 6)
    .flatMap(({ bound }) =>
      bound.kind === 'parameter'
        ? givenParts(context, bound, value, depth)
        : [boundParts(context, bound, value, depth)],
    )
  const parts = all.length > 0 ? worst(all) : [{ kind: 'hole' as const, value }]
  const isOpen = parts.some(({ kind }) => kind === 'hole')
  return isOpen && isTested(context, value) ? [{ kind: 'text', text: leadingText(parts) }] : parts
}

function boundParts(
  context: Context,
  bound: Bound,
  value: Located,
  depth: Depth,
): readonly TextPart[] {
  if (bound.kind === 'value') return partsOf(context, bound.value, deeper(depth))
  if (bound.kind !== 'augmented' || bound.op !== 'Add') return [{ kind: 'hole', value }]
  return [
    ...partsOf(context, { node: bound.target, site: bound.value.site }, deeper(depth, 4)),
    ...partsOf(context, bound.value, deeper(depth)),
  ]
}

/** What the calls in this file give to a parameter, of which anything else may be given too. */
function givenParts(
  context: Context,
  { node, args, name }: Bound & { kind: 'parameter' },
  value: Located,
  depth: Depth,
): readonly (readonly TextPart[])[] {
  const { meaning } = context
  const position = [...args.posonlyargs, ...args.args].findIndex((arg) => arg.name === name)
  const given = callsOf(meaning, node)
    .slice(0, mostCalls)
    .flatMap((call) => {
      const shift = shiftOf(meaning, call, node)
      const argument =
        shift === undefined ? undefined : argumentFor(call.node, name, position - shift)
      return argument
        ? [partsOf(context, { node: argument, site: call.site }, deeper(depth, 4))]
        : []
    })
  return [...given, [{ kind: 'hole', value }]]
}

/** The alternative that has most constant text around a hole. */
function worst(all: readonly (readonly TextPart[])[]): readonly TextPart[] {
  const built = all.find((parts) => builtHole(parts) !== undefined)
  return built ?? all.find((parts) => parts.some(({ kind }) => kind === 'hole')) ?? all[0] ?? []
}
