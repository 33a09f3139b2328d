import { Memo } from '../python/memo.ts'
import type { Arguments, Call, Expression, Node } from '../python/nodes.ts'
import { argumentFor } from '../python/parameters.ts'
import type { Bound, Site } from '../python/scopes.ts'
import { lookUp } from '../python/scopes.ts'
import type { Value, Values } from '../python/values.ts'
import { children } from '../python/visit.ts'
import type { Context } from './context.ts'
import { isHandler, isToolFunction } from './handlers.ts'
import type { OriginKind } from './tables/value-origins.ts'
import {
  cleaningName,
  mayAskModel,
  modelCall,
  modelObject,
  modelVerb,
  passingMethods,
  passingPrefixes,
  retrievalVerb,
  sourcePrefixes,
} from './tables/value-origins.ts'

/** One place outside of the script that a value may come from. */
export interface Origin {
  readonly kind: OriginKind
  /** What a reader calls it, such as `flask.request` or the name of a parameter. */
  readonly name: string
}

/** Expressions that one question is followed through. */
const mostSteps = 300
const mostCalls = 8

/**
 * Where the value of an expression may come from, followed back through assignments, text building, containers, calls
 * of functions in this file and their parameters. What a cleaning function gave is nobody's. Bounded; may miss, and
 * does not know the order of branches.
 */
export function originsOf(
  node: Expression | undefined,
  site: Site,
  context: Context,
): readonly Origin[] {
  if (!node) return []
  const tracer = new Tracer(context)
  tracer.trace(node, site)
  return tracer.found
}

/** The first origin of one of these kinds. */
export function originOf(
  node: Expression | undefined,
  at: { readonly site: Site; readonly context: Context },
  kinds: readonly OriginKind[],
): Origin | undefined {
  return originsOf(node, at.site, at.context).find(({ kind }) => kinds.includes(kind))
}

/** The call asks a model, by its resolved name or by the way it is written. */
export function isModelCall(call: Call, site: Site, { meaning }: Context): boolean {
  const { func } = call
  if (func.kind === 'Attribute' && !mayAsk(func.attr)) return false
  return meaning.paths(func, site).some(asksModel) || asksModel(dotted(func))
}

const askingAttributes = new Memo<boolean>(10_000)

function mayAsk(attribute: string): boolean {
  return (
    askingAttributes.get(attribute) ?? askingAttributes.keep(attribute, mayAskModel.test(attribute))
  )
}

const askingNames = new Memo<boolean>(10_000)

function asksModel(name: string): boolean {
  return askingNames.get(name) ?? askingNames.keep(name, isAskingName(name))
}

function isAskingName(name: string): boolean {
  const dot = name.lastIndexOf('.')
  if (!name.endsWith(')') && !mayAskModel.test(name.slice(dot + 1))) return false
  if (modelCall.test(name)) return true
  if (dot < 0) return /(^|_)(llm|gpt|chatgpt|claude|gemini)(_|$)/.test(name)
  return modelVerb.test(name.slice(dot + 1)) && modelObject.test(name.slice(0, dot))
}

/** `a.b().c` as written: names, attributes and calls only. */
export function dotted(node: Expression): string {
  let text = ''
  let at = node
  while (at.kind === 'Attribute' || at.kind === 'Call') {
    text = at.kind === 'Call' ? `()${text}` : `.${at.attr}${text}`
    at = at.kind === 'Call' ? at.func : at.value
  }
  return at.kind === 'Name' ? at.id + text : text
}

class Tracer {
  readonly found: Origin[] = []
  readonly #context: Context
  readonly #seen = new Set<Node>()

  constructor(context: Context) {
    this.#context = context
  }

  trace(node: Node, site: Site): void {
    if (this.#seen.size > mostSteps || this.#seen.has(node)) return
    this.#seen.add(node)
    switch (node.kind) {
      case 'Constant':
      case 'Lambda':
      case 'Compare':
        return
      case 'Name':
        this.#name(node, site)
        return
      case 'Attribute':
      case 'Subscript':
        if (!this.#isSource(node, site)) this.trace(node.value, site)
        return
      case 'Call':
        this.#call(node, site)
        return
      default:
        this.#parts(node, site)
    }
  }

  #parts(node: Node, site: Site): void {
    const inside = this.#context.meaning.bindings.scopes.get(node) ?? site
    for (const part of children(node)) {
      if (part.kind === 'Comprehension') this.trace(part.iter, site)
      else if (part.kind !== 'Arguments') this.trace(part, inside)
    }
  }

  #isSource(node: Expression, site: Site): boolean {
    for (const path of this.#context.meaning.paths(node, site)) {
      const source = sourcePrefixes.find(([prefix]) => isWithin(path, prefix))
      if (!source) continue
      const [prefix, kind] = source
      this.found.push({ kind, name: prefix.replaceAll('()', '').replace('builtins.', '') })
      return kind !== 'settings' || node.kind !== 'Call' || node.args.length === 0
    }
    return false
  }

  #name(node: Expression & { kind: 'Name' }, site: Site): void {
    if (this.#isSource(node, site)) return
    for (const { bound, site: at } of lookUp(node.id, site, node.start).bindings)
      this.#bound(bound, at)
  }

  #bound(bound: Bound, site: Site): void {
    if (bound.kind === 'parameter') this.#parameter(bound, site)
    else if ('value' in bound) this.trace(bound.value.node, bound.value.site)
    if (bound.kind === 'augmented') this.#earlier(bound.target, site)
  }

  #earlier(target: Expression, site: Site): void {
    if (target.kind !== 'Name') return
    for (const { bound, site: at } of lookUp(target.id, site, target.start).bindings) {
      if ('value' in bound) this.trace(bound.value.node, at)
    }
  }

  #call(node: Call, site: Site): void {
    if (this.#isSource(node, site)) return
    const { meaning } = this.#context
    const name = dotted(node.func)
    const last = name.slice(name.lastIndexOf('.') + 1)
    if (isModelCall(node, site, this.#context)) {
      this.found.push({ kind: 'model', name })
      return
    }
    if (retrievalVerb.test(last)) {
      this.found.push({ kind: 'retrieved', name })
      return
    }
    if (cleaningName.test(last)) return
    const callees = meaning.values(node.func, site)
    for (const callee of callees) this.#returned(callee)
    if (node.func.kind === 'Attribute') this.trace(node.func.value, site)
    if (!passes(node, callees)) return
    const isLookUp = callees.some(
      (callee) => callee.kind === 'path' && callee.path === 'builtins.dict().get',
    )
    for (const argument of node.args.slice(isLookUp ? 1 : 0)) this.trace(argument, site)
    for (const { value } of node.keywords) this.trace(value, site)
  }

  #returned(callee: Value): void {
    if (callee.kind !== 'function') return
    const inside = this.#context.meaning.bindings.scopes.get(callee.node)
    for (const value of inside?.scope.returns ?? []) this.trace(value.node, value.site)
  }

  #parameter(bound: Bound & { kind: 'parameter' }, site: Site): void {
    const { node, args, name, annotation } = bound
    if (node.kind === 'Lambda' || name === 'self' || name === 'cls') return
    if (isToolFunction(node, site, this.#context)) this.found.push({ kind: 'tool', name })
    else if (isHandler(node, site, this.#context) && !isInjected(args, name)) {
      this.found.push({ kind: 'web', name })
    } else if (name === 'request' && !annotation) this.found.push({ kind: 'web', name })
    else this.#callers(bound)
  }

  #callers({ node, args, name }: Bound & { kind: 'parameter' }): void {
    if (node.kind === 'Lambda') return
    const position = [...args.posonlyargs, ...args.args].findIndex((arg) => arg.name === name)
    const first = args.posonlyargs[0] ?? args.args[0]
    const shift = first?.name === 'self' || first?.name === 'cls' ? 1 : 0
    const calls = this.#context.meaning.bindings.calls.get(node.name) ?? []
    for (const { node: call, site } of calls.slice(0, mostCalls)) {
      const argument = argumentFor(call, name, position < 0 ? -1 : position - shift)
      if (argument) this.trace(argument, site)
    }
  }
}

/** What comes out of the call is what went in, in another form. */
function passes({ func }: Call, callees: Values): boolean {
  if (func.kind === 'Attribute' && passingMethods.has(func.attr)) return true
  return callees.some(
    (callee) =>
      callee.kind === 'path' && passingPrefixes.some((prefix) => callee.path.startsWith(prefix)),
  )
}

function isWithin(path: string, prefix: string): boolean {
  if (!path.startsWith(prefix)) return false
  const next = path.charAt(prefix.length)
  return next === '' || next === '.' || next === '[' || next === '('
}

/** A parameter that the framework fills: `db: Session = Depends(get_db)`. */
function isInjected(args: Arguments, name: string): boolean {
  const position = args.args.findIndex((arg) => arg.name === name)
  const fallback = args.defaults[position - (args.args.length - args.defaults.length)]
  return fallback?.kind === 'Call' && /Depends|Security/.test(dotted(fallback.func))
}
