import type { Evaluator } from './evaluator.ts'
import { canonical } from './names.ts'
import type { Arguments, Call, Expression } from './nodes.ts'
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
  const groups: Values[] = [
    annotated(evaluator, parameter, site),
    passed(evaluator, parameter, position),
  ]
  const fallback = defaultOf(args, name, position)
  if (fallback) groups.push(evaluator.values(fallback, site))
  groups.push(unknowns)
  return joinValues(groups)
}

/** The value an argument list gives to a parameter, undefined where it gives none or it can't be told. */
export function argumentFor(call: Call, name: string, position: number): Expression | undefined {
  const keyword = call.keywords.find((one) => one.arg === name)
  if (keyword) return keyword.value
  if (position < 0) return undefined
  const before = call.args.slice(0, position + 1)
  return before.some((argument) => argument.kind === 'Starred') ? undefined : before[position]
}

function annotated(evaluator: Evaluator, { annotation }: Parameter, site: Site): Values {
  if (annotation?.kind !== 'Name' && annotation?.kind !== 'Attribute') return unknowns
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

function passed(evaluator: Evaluator, parameter: Parameter, position: number): Values {
  const { node, name } = parameter
  const calls = callsOf(evaluator, node)
  const groups = calls.flatMap(({ node: call, site }) =>
    evaluator.values(call.func, site).map((callee): Values => {
      if (callee.kind !== 'function' || callee.node !== node) return []
      const shift = callee.self ? 1 : 0
      const argument = argumentFor(call, name, position < 0 ? -1 : position - shift)
      return argument ? evaluator.values(argument, site) : []
    }),
  )
  return groups.some((group) => group.length > 0) ? joinValues(groups) : []
}

function callsOf(evaluator: Evaluator, node: Callable): readonly Located<Call>[] {
  if (node.kind !== 'Lambda') {
    return (evaluator.bindings.calls.get(node.name) ?? []).slice(0, mostCalls)
  }
  const direct = evaluator.bindings.calls.get('<lambda>') ?? []
  return direct.filter(({ node: call }) => call.func === node)
}

function isStatic(evaluator: Evaluator, node: Callable, site: Site): boolean {
  if (node.kind === 'Lambda') return true
  return node.decorators.some((decorator) =>
    evaluator
      .values(decorator, site)
      .some((value: Value) => value.kind === 'path' && value.path === 'builtins.staticmethod'),
  )
}
