import type { Meaning } from './meaning.ts'
import type { Call, Expression } from './nodes.ts'
import { argumentFor, callsOf } from './parameters.ts'
import type { Site } from './scopes.ts'
import type { FlowKnowledge } from './tracer.ts'
import { argumentPlace, nameOf, Tracer } from './tracer.ts'
import type { Incoming, Origin, Step, Trace } from './traces.ts'
import { chain, distinct, stepThrough } from './traces.ts'
import type { Callable, Located, Value } from './values.ts'

export type { FlowKnowledge } from './tracer.ts'
export type { Origin, Step } from './traces.ts'

/** Functions that one flow is followed out of. */
const mostCallers = 24

/**
 * Follows outside data backwards from an expression: through names, attributes, items, calls, containers, texts and
 * functions of the module, out of a function to all who call it. Never throws; bounded in depth, alternatives and
 * steps, so that a flow may be missed but none takes long.
 */
export class Flow {
  readonly #meaning: Meaning
  readonly #knowledge: FlowKnowledge
  readonly #tracer: Tracer

  constructor(meaning: Meaning, knowledge: FlowKnowledge) {
    this.#meaning = meaning
    this.#knowledge = knowledge
    this.#tracer = new Tracer(meaning, knowledge)
  }

  /** The outside data that may be in an expression, also what callers in this module pass in. */
  origins(node: Expression, site: Site): readonly Origin[] {
    const trace = this.#tracer.trace(node, site)
    const found = [...trace.origins]
    const pending = [...trace.incoming]
    const seen = new Set<string>()
    for (let left = mostCallers; left > 0 && pending.length > 0; left--) {
      const incoming = pending.shift()
      if (!incoming) break
      const key = `${incoming.node.start} ${incoming.parameter}`
      if (seen.has(key)) continue
      seen.add(key)
      found.push(...this.#handled(incoming))
      for (const passed of this.#passed(incoming)) {
        found.push(...passed.origins)
        pending.push(...passed.incoming)
      }
    }
    return distinct(found)
  }

  /** The parameter of a function that someone outside calls with outside data, such as a route. */
  #handled(incoming: Incoming): readonly Origin[] {
    const { node, parameter, cleaned, last } = incoming
    if (node.kind === 'Lambda') return []
    const home = this.#meaning.bindings.scopes.get(node)?.scope.parent
    if (!home) return []
    const site: Site = { scope: home, block: { parent: null, loop: null } }
    const decorators = node.decorators.flatMap((decorator) => this.#meaning.paths(decorator, site))
    const source = this.#knowledge.parameterSourceOf(decorators, parameter)
    if (source === undefined) return []
    const name = `parameter ${parameter} of ${node.name}`
    const first: Step = {
      node: argumentPlace(node, parameter),
      what: 'source',
      name,
      from: undefined,
    }
    return [{ source, name, cleaned, last: chain(last, first) }]
  }

  #passed(incoming: Incoming): readonly Trace[] {
    const traces: Trace[] = []
    for (const call of callsOf(this.#meaning, incoming.node)) {
      const callee = this.#calleeOf(call, incoming.node)
      if (!callee) continue
      const shift = callee.kind === 'function' && callee.self ? 1 : 0
      const argument = argumentFor(call.node, incoming.parameter, incoming.position - shift)
      if (!argument) continue
      const trace = this.#tracer.trace(argument, call.site)
      traces.push(stepThrough(trace, incoming, { node: call.node, name: nameOf(incoming.node) }))
    }
    return traces
  }

  #calleeOf({ node, site }: Located<Call>, func: Callable): Value | undefined {
    return this.#meaning
      .values(node.func, site)
      .find((value) => value.kind === 'function' && value.node === func)
  }
}
