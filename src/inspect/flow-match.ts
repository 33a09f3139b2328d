import type { Origin, Step } from '../python/flow.ts'
import type { Expression } from '../python/nodes.ts'
import type { CallMatch } from './call-match.ts'
import type { Context } from './context.ts'
import type { Listener, PlacedStep, Report } from './rule.ts'
import { onCall } from './rule.ts'
import type { SourceKind } from './tables/sources.ts'
import { allButSize } from './tables/sources.ts'

/** Functions, and the argument of theirs into which outside data must not come (-1: only by keyword). */
export interface Sinks {
  readonly names: readonly string[]
  readonly at: number
  readonly keyword: string
}

export interface FlowOptions {
  readonly sinks: readonly Sinks[]
  /** What sanitizers call this kind of sink. */
  readonly into: string
  readonly from: readonly SourceKind[]
}

/** Outside data in an argument of a call. */
export interface FlowMatch {
  readonly call: CallMatch
  readonly argument: Expression
  readonly origin: Origin
  /** Where the data is from, in words: `what a user types (input)`. */
  readonly from: string
}

/** Calls into which outside data comes; the report gets the steps it took. */
export function onFlow(
  { sinks, into, from }: FlowOptions,
  check: (match: FlowMatch, context: Context) => Report | undefined,
): readonly Listener[] {
  return sinks.map(({ names, at, keyword }) =>
    onCall(names, (call, context) => {
      const argument = call.argument(at, keyword)
      const origin = argument && originOf(argument, call, context, { into, from })
      if (!argument || !origin) return undefined
      const report = check({ call, argument, origin, from: describe(origin) }, context)
      return report && { ...report, flow: stepsOf(origin, call) }
    }),
  )
}

/** The outside data of the kinds asked for that may be in an expression and was not made harmless. */
export function originOf(
  node: Expression,
  { site }: Pick<CallMatch, 'site'>,
  context: Context,
  wanted: Pick<FlowOptions, 'into' | 'from'>,
): Origin | undefined {
  const kinds: readonly string[] = wanted.from
  if (!context.mayHold(kinds)) return undefined
  return context.flow
    .origins(node, site)
    .find(({ source, cleaned }) => kinds.includes(source) && !isHarmless(cleaned, wanted.into))
}

/** What was cleaned so can do no harm to this kind of sink. */
export function isHarmless(cleaned: readonly string[], into: string): boolean {
  return cleaned.includes(into) || (into !== 'size' && cleaned.includes(allButSize))
}

/** The steps from the source to the call, in words. */
export function stepsOf(origin: Origin, call: CallMatch): readonly PlacedStep[] {
  const { start, end } = call.call ?? call.node
  return [...stepsFrom(origin), { message: `it reaches \`${call.shortName}\``, start, end }]
}

/** The steps from the source to where the data is used. */
export function stepsTo(
  origin: Origin,
  { start, end }: Omit<PlacedStep, 'message'>,
): readonly PlacedStep[] {
  return [...stepsFrom(origin), { message: 'it is used here', start, end }]
}

function stepsFrom(origin: Origin): readonly PlacedStep[] {
  const steps: PlacedStep[] = []
  for (let step: Step | undefined = origin.last; step; step = step.from) {
    steps.unshift({ message: inWords(step, origin), start: step.node.start, end: step.node.end })
  }
  return steps
}

/** What a reader calls a source. */
export function plainName(name: string): string {
  return name.replaceAll('()', '').replace(/ of \w+$/, '')
}

/** Where outside data is from, for a message. */
export function describe({ source, name }: Origin): string {
  return `${sourceWords.get(source) ?? 'data from outside'} (${name.startsWith('parameter ') ? name : `\`${plain(name)}\``})`
}

const sourceWords: ReadonlyMap<string, string> = new Map([
  ['user', 'what a user types'],
  ['environment', 'the environment'],
  ['request', 'what a request brings'],
  ['tool', 'what a model gives a tool'],
  ['model', 'what a model answers'],
  ['network', 'what the network answers'],
  ['file', 'what a file holds'],
  ['message', 'what a message brings'],
  ['number', 'a number from a request'],
])

function inWords({ what, name }: Step, origin: Origin): string {
  switch (what) {
    case 'source':
      return `${describe(origin)} comes in`
    case 'assigned':
      return `it is kept as \`${name}\``
    case 'passed':
      return `it is passed to \`${name}\``
    case 'returned':
      return `\`${name}\` gives it back`
    case 'stored':
      return `it is stored in \`${name}\``
    default:
      return `it is put into \`${name}\``
  }
}

function plain(name: string): string {
  return name.replaceAll('()', '')
}
