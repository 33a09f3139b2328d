import { handedArguments } from './handed-calls.ts'
import type { Meaning } from './meaning.ts'
import type { Arguments, AsyncFunctionDef, Call, Expression, FunctionDef } from './nodes.ts'
import { argumentFor, callsOf, shiftOf } from './parameters.ts'
import type { Site } from './scopes.ts'
import type { FlowKnowledge } from './tracer.ts'
import { argumentPlace, nameOf, Tracer } from './tracer.ts'
import type { Incoming, Origin, Step, Trace } from './traces.ts'
import { chain, distinct, stepThrough } from './traces.ts'
import type { Callable, Located } from './values.ts'

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
    const source = this.#knowledge.parameterSourceOf({
      decorators,
      name: parameter,
      ...this.#declared(node, parameter, site),
    })
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

  /** What a function says of a parameter: its type, its default, and the texts that its decorators were given. */
  #declared(node: FunctionDef | AsyncFunctionDef, parameter: string, site: Site) {
    const { args } = node
    const all = [...args.posonlyargs, ...args.args]
    const at = all.findIndex((arg) => arg.name === parameter)
    const keyword = args.kwonlyargs.findIndex((arg) => arg.name === parameter)
    const annotation = (all[at] ?? args.kwonlyargs[keyword])?.annotation
    const fallback =
      at < 0 ? args.kwDefaults[keyword] : args.defaults[at - (all.length - args.defaults.length)]
    return {
      types: annotation ? this.#meaning.paths(annotation, site) : [],
      defaults: fallback ? this.#meaning.paths(fallback, site) : [],
      texts: node.decorators.flatMap((decorator) =>
        decorator.kind === 'Call' ? this.#meaning.texts(decorator.args[0], site) : [],
      ),
    }
  }

  #passed(incoming: Incoming): readonly Trace[] {
    const { node, parameter, position } = incoming
    const traces: Trace[] = []
    const pass = (argument: Expression, call: Located<Call>) => {
      const trace = this.#tracer.trace(argument, call.site)
      traces.push(stepThrough(trace, incoming, { node: call.node, name: nameOf(node) }))
    }
    for (const call of callsOf(this.#meaning, node)) {
      const shift = shiftOf(this.#meaning, call, node)
      if (shift === undefined) continue
      for (const argument of argumentsFor(call.node, node.args, { parameter, position, shift })) {
        pass(argument, call)
      }
    }
    const handed = { name: parameter, position: position - (isMethod(node) ? 1 : 0) }
    for (const { argument, call } of handedArguments(this.#meaning, node, handed)) {
      pass(argument, call)
    }
    return traces
  }
}

/** The arguments that come to a parameter: one, or all that are left for `*rest` and `**named`. */
function argumentsFor(
  call: Call,
  { posonlyargs, args, kwonlyargs, vararg, kwarg }: Arguments,
  at: { readonly parameter: string; readonly position: number; readonly shift: number },
): readonly Expression[] {
  const { parameter, position, shift } = at
  const plain = [...posonlyargs, ...args]
  if (vararg?.name === parameter) return call.args.slice(plain.length - shift)
  if (kwarg?.name === parameter) {
    const known = new Set([...plain, ...kwonlyargs].map(({ name }) => name))
    return call.keywords.flatMap(({ arg, value }) => (known.has(arg ?? '') ? [] : [value]))
  }
  const argument = argumentFor(call, parameter, position - shift)
  return argument ? [argument] : []
}

function isMethod({ args }: Callable): boolean {
  const [first] = [...args.posonlyargs, ...args.args]
  return first?.name === 'self' || first?.name === 'cls'
}
