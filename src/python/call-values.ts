import { builtinResults } from './builtin-results.ts'
import { argument } from './call-arguments.ts'
import { resultOf } from './constants.ts'
import type { Evaluator } from './evaluator.ts'
import { elements, flattened, itemByKey } from './items.ts'
import type { Call, Expression } from './nodes.ts'
import { callTextMethod } from './text-methods.ts'
import type { Located, Value, Values } from './values.ts'
import { integerOf, joinValues, unknown, unknowns } from './values.ts'

/** What a call may give: of a function of this file its returns, of a known builtin its value, else `name()`. */
export function callValues(evaluator: Evaluator, call: Located<Call>): Values {
  const { node, site } = call
  const method =
    node.func.kind === 'Attribute' ? methodValues(evaluator, call, node.func) : undefined
  if (method) return method
  const callees = evaluator.values(node.func, site)
  const [only, more] = callees
  if (only && !more) return resultOfCall(evaluator, only, call)
  return joinValues(callees.map((callee) => resultOfCall(evaluator, callee, call)))
}

function resultOfCall(evaluator: Evaluator, callee: Value, call: Located<Call>): Values {
  switch (callee.kind) {
    case 'path': {
      const known = builtinResults.get(callee.path)?.(evaluator, call)
      return known ?? resultOf(callee.path)
    }
    case 'function':
      return evaluator.returned(callee.node)
    case 'class':
      return [{ kind: 'object', node: callee.node, site: callee.site }]
    default:
      return unknowns
  }
}

/** A method of a text, a sequence or a name space; undefined where the object is none of these. */
function methodValues(
  evaluator: Evaluator,
  call: Located<Call>,
  func: Expression & { kind: 'Attribute' },
): Values | undefined {
  const objects = evaluator.values(func.value, call.site)
  const object = objects.length === 1 ? objects[0] : undefined
  switch (object?.kind) {
    case 'text':
      return [callTextMethod(object, func.attr, textArguments(evaluator, call))]
    case 'namespace':
    case 'mapping':
      return itemMethod(evaluator, object, func.attr, call)
    case 'path':
      return isNamespace(object.path) ? itemMethod(evaluator, object, func.attr, call) : undefined
    case 'sequence':
    case 'values':
      return func.attr === 'pop' || func.attr === '__getitem__'
        ? elements(evaluator, object, integerOf(argument(evaluator, call, 0)) ?? -1)
        : undefined
    default:
      return undefined
  }
}

function isNamespace(path: string): boolean {
  return path === 'sys.modules' || path.endsWith('.__dict__')
}

function itemMethod(
  evaluator: Evaluator,
  object: Value,
  method: string,
  call: Located<Call>,
): Values | undefined {
  if (method !== 'get' && method !== '__getitem__' && method !== 'pop') return undefined
  const key = argument(evaluator, call, 0)
  return key ? itemByKey(evaluator, object, key) : undefined
}

/** Arguments as text methods take them: sequences with their items worked out. */
function textArguments(evaluator: Evaluator, call: Located<Call>): readonly Value[] {
  return call.node.args.map((_, i) => {
    const value = argument(evaluator, call, i)
    return value ? flattened(evaluator, value) : unknown
  })
}
