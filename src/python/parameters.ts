import type { Evaluator } from './evaluator.ts'
import { canonical } from './names.ts'
import type { Arguments, Call, ClassDef, Expression } from './nodes.ts'
import type { Bound, Site } from './scopes.ts'
import type { Callable, Located, Value, Values } from './values.ts'
import { joinValues, pathValue, unknowns } from './values.ts'

/** Calls of one function that its parameters are followed to. */
const mostCalls = 16

type Parameter = Bound & { readonly kind: 'parameter' }

/** What a parameter may hold: its annotated type, its default, what the calls in this file pass, and always more. */
export function parameterValues(evaluator: Evaluator, parameter: Parameter): Values {
  const { node, args, name } = parameter
  const inside = evaluator.bindings.scopes.get(node)
  const outside = inside?.scope.parent
  if (!inside || !outside) return unknowns
  const position = [...args.posonlyargs, ...args.args].findIndex((arg) => arg.name === name)
  const owner = outside.kind === 'class' ? outside.node : undefined
  const site: Site = { scope: outside, block: inside.block }
  if (owner?.kind === 'ClassDef' && position === 0 && !isStatic(evaluator, node, site)) {
    return [{ kind: 'object', node: owner, site }]
  }
  const isVariadic = args.vararg?.name === name || args.kwarg?.name === name
  if (isVariadic) return unknowns
  const given = passed(evaluator, parameter, position)
  const fallback = defaultOf(args, name, position)
  const groups: Values[] = [annotated(evaluator, parameter, site), given.values]
  if (fallback) groups.push(evaluator.values(fallback, site))
  if (!given.areAll) groups.push(unknowns)
  return joinValues(groups)
}

/** The value an argument list gives to a parameter, undefined where it gives none or it can't be told. */
export function argumentFor(call: Call, name: string, position: number): Expression | undefined {
  for (const { arg, value } of call.keywords) if (arg === name) return value
  if (position < 0 || position >= call.args.length) return undefined
  for (let i = 0; i <= position; i++) if (call.args[i]?.kind === 'Starred') return undefined
  return call.args[position]
}

function annotated(evaluator: Evaluator, { annotation }: Parameter, site: Site): Values {
  if (annotation?.kind !== 'Name' && annotation?.kind !== 'Attribute') return []
  return evaluator
    .values(annotation, site)
    .map((type) => (type.kind === 'path' ? pathValue(canonical(`${type.path}()`)) : type))
    .filter((type) => type.kind === 'path')
}

function defaultOf(args: Arguments, name: string, position: number): Expression | undefined {
  if (position >= 0) {
    const count = args.posonlyargs.length + args.args.length
    return args.defaults[position - (count - args.defaults.length)]
  }
  return args.kwDefaults[args.kwonlyargs.findIndex((arg) => arg.name === name)] ?? undefined
}

interface Passed {
  readonly values: Values
  /** No other call can give anything else. */
  readonly areAll: boolean
}

function passed(evaluator: Evaluator, parameter: Parameter, position: number): Passed {
  const { node, name } = parameter
  const all = callsOf(evaluator, node)
  if (all.length === 0) return { values: [], areAll: false }
  const calls = all.slice(0, mostCalls).flatMap((call) => {
    const shift = shiftOf(evaluator, call, node)
    return shift === undefined ? [] : [{ ...call, shift }]
  })
  const groups = calls.map(({ node: call, site, shift }) => {
    const argument = argumentFor(call, name, position < 0 ? -1 : position - shift)
    return argument ? evaluator.values(argument, site) : []
  })
  const areAll =
    evaluator.isWholeProgram &&
    calls.length > 0 &&
    all.length <= mostCalls &&
    isOnlyCalled(evaluator, node) &&
    !calls.some((call) => hasSpread(call.node))
  return { values: groups.some((group) => group.length > 0) ? joinValues(groups) : [], areAll }
}

/**
 * How many parameters come before the first argument: one for a method, and for the initialiser of a class that is called;
 * undefined where another function is called.
 */
export function shiftOf(
  evaluator: Evaluator,
  { node, site }: Located<Call>,
  func: Callable,
): number | undefined {
  for (const callee of evaluator.values(node.func, site)) {
    if (callee.kind === 'function' && callee.node === func) return callee.self ? 1 : 0
    if (callee.kind === 'class' && callee.node === classOfInitialiser(evaluator, func)) return 1
  }
  return undefined
}

/** The calls that may be of this function. */
export function callsOf(evaluator: Evaluator, node: Callable): readonly Located<Call>[] {
  if (node.kind !== 'Lambda') {
    const { calls } = evaluator.bindings
    const owner = classOfInitialiser(evaluator, node)
    const own = calls.get(node.name) ?? []
    return owner ? [...(calls.get(owner.name) ?? []), ...own] : own
  }
  const direct = evaluator.bindings.calls.get('<lambda>') ?? []
  return direct.filter(({ node: call }) => call.func === node)
}

/** The class whose `__init__` this is. */
function classOfInitialiser(evaluator: Evaluator, node: Callable): ClassDef | undefined {
  if (node.kind === 'Lambda' || node.name !== '__init__') return undefined
  const owner = evaluator.bindings.scopes.get(node)?.scope.parent?.node
  return owner?.kind === 'ClassDef' ? owner : undefined
}

/** A plain function whose name nobody hands on; methods are called by who knows whom. */
function isOnlyCalled(evaluator: Evaluator, node: Callable): boolean {
  if (node.kind === 'Lambda') return false
  const home = evaluator.bindings.scopes.get(node)?.scope.parent
  if (node.decorators.length > 0 || home?.kind === 'class') return false
  return !evaluator.bindings.mentioned.has(node.name)
}

function hasSpread(call: Call): boolean {
  return (
    call.args.some(({ kind }) => kind === 'Starred') ||
    call.keywords.some(({ arg }) => arg === null)
  )
}

function isStatic(evaluator: Evaluator, node: Callable, site: Site): boolean {
  if (node.kind === 'Lambda') return true
  return node.decorators.some((decorator) =>
    evaluator
      .values(decorator, site)
      .some((value: Value) => value.kind === 'path' && value.path === 'builtins.staticmethod'),
  )
}
