import type { Bound } from './scopes.ts'
import type { Callable } from './values.ts'

/** One step of data on its way, the last one first. */
export interface Step {
  readonly node: { readonly start: number; readonly end: number }
  readonly what: 'source' | 'assigned' | 'passed' | 'returned' | 'stored' | 'changed'
  /** The name assigned to, the function passed to or returned from. */
  readonly name: string
  readonly from: Step | undefined
}

/** Outside data that may be in an expression. */
export interface Origin {
  readonly source: string
  /** What a reader calls it. */
  readonly name: string
  /** Kinds of sinks that it was made harmless for. */
  readonly cleaned: readonly string[]
  readonly last: Step
}

/** Data that came into a function, to be followed on to who calls it. */
export interface Incoming {
  readonly node: Callable
  readonly parameter: string
  readonly position: number
  readonly cleaned: readonly string[]
  readonly last: Step
}

export interface Trace {
  readonly origins: readonly Origin[]
  readonly incoming: readonly Incoming[]
}

/** Nothing from outside. */
export const nothing: Trace = { origins: [], incoming: [] }
const mostOrigins = 6

/** All that several expressions hold. */
export function joined(traces: readonly Trace[]): Trace {
  const present = traces.filter(({ origins, incoming }) => origins.length + incoming.length > 0)
  const [first, ...rest] = present
  if (!first || rest.length === 0) return first ?? nothing
  return {
    origins: present.flatMap(({ origins }) => origins),
    incoming: present.flatMap(({ incoming }) => incoming),
  }
}

/** The same, each origin once and at most a handful. */
export function limited(trace: Trace): Trace {
  const { origins, incoming } = trace
  if (origins.length <= 1 && incoming.length <= 1) return trace
  return {
    origins: distinct(origins),
    incoming: distinctBy(incoming, keyOfIncoming).slice(0, mostOrigins),
  }
}

function keyOfIncoming({ node, parameter, cleaned }: Incoming): string {
  return `${node.start} ${parameter} ${cleaned.join()}`
}

/** Each once, and at most a handful. */
export function distinct(origins: readonly Origin[]): readonly Origin[] {
  return distinctBy(
    origins,
    ({ source, name, cleaned }) => `${source} ${name} ${cleaned.join()}`,
  ).slice(0, mostOrigins)
}

function distinctBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const seen = new Map<string, T>()
  for (const item of items) {
    const key = keyOf(item)
    if (!seen.has(key)) seen.set(key, item)
  }
  return [...seen.values()]
}

type Stepped = Omit<Step, 'from'>

/** The same, one step further. */
export function step(trace: Trace, made: Stepped): Trace {
  const onto = <T extends { readonly last: Step }>(item: T): T => ({
    ...item,
    last: { ...made, from: item.last },
  })
  return { origins: trace.origins.map(onto), incoming: trace.incoming.map(onto) }
}

/** An assignment is a step; that a parameter is used by its name is none. */
export function withStep(
  trace: Trace,
  { node, what, name, bound }: Stepped & { readonly bound: Bound },
): Trace {
  if (bound.kind === 'parameter' || trace === nothing) return trace
  const place = 'value' in bound ? bound.value.node : node
  return step(trace, { node: place, what, name })
}

/** What an argument holds, on the way that the parameter's data took inside of the function. */
export function stepThrough(
  trace: Trace,
  inside: Incoming,
  call: { readonly node: Step['node']; readonly name: string },
): Trace {
  const passed = step(trace, { node: call.node, what: 'passed', name: call.name })
  const onto = <T extends { readonly last: Step; readonly cleaned: readonly string[] }>(
    item: T,
  ): T => ({
    ...item,
    cleaned: [...item.cleaned, ...inside.cleaned],
    last: chain(inside.last, item.last),
  })
  return { origins: passed.origins.map(onto), incoming: passed.incoming.map(onto) }
}

/** The same, harmless for some kinds of sinks. */
export function cleanedFor(trace: Trace, kinds: readonly string[]): Trace {
  const onto = <T extends { readonly cleaned: readonly string[] }>(item: T): T => ({
    ...item,
    cleaned: [...item.cleaned, ...kinds],
  })
  return { origins: trace.origins.map(onto), incoming: trace.incoming.map(onto) }
}

/** The steps of `last`, which began where `first` ends. */
export function chain(last: Step, first: Step): Step {
  const steps: Step[] = []
  for (let at: Step | undefined = last; at; at = at.from) steps.push(at)
  let from = first
  for (let i = steps.length - 2; i >= 0; i--) {
    const one = steps[i]
    if (one) from = { ...one, from }
  }
  return from
}
