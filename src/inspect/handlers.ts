import type { AsyncFunctionDef, Expression, FunctionDef } from '../python/nodes.ts'
import type { Site } from '../python/scopes.ts'
import type { Context } from './context.ts'

type Function = FunctionDef | AsyncFunctionDef

const routeVerbs = new Set(
  'route get post put delete patch head options websocket api_route view'.split(' '),
)
const toolNames = new Set([
  ...[
    'langchain.tools.tool',
    'langchain.agents.tool',
    'langchain_core.tools.tool',
    'smolagents.tool',
  ],
  ...[
    'agents.function_tool',
    'crewai.tools.tool',
    'crewai_tools.tool',
    'llama_index.core.tools.tool',
  ],
  ...['strands.tool', 'autogen_core.tools.tool', 'semantic_kernel.functions.kernel_function'],
])

/** A function that a web framework calls with what a client sent: by a route decorator, or a cloud function's name. */
export function isHandler(node: Function, site: Site, { meaning }: Context): boolean {
  if (node.name === 'lambda_handler') return true
  return node.decorators.some((decorator) => {
    if (decorator.kind !== 'Call' || decorator.func.kind !== 'Attribute') return false
    if (!routeVerbs.has(decorator.func.attr)) return false
    return meaning.text(decorator.args[0], site)?.startsWith('/') ?? false
  })
}

/** A function that a model calls with arguments of its choice. */
export function isToolFunction(node: Function, site: Site, { meaning }: Context): boolean {
  return node.decorators.some((decorator) => {
    const callee: Expression = decorator.kind === 'Call' ? decorator.func : decorator
    if (callee.kind === 'Attribute' && callee.attr === 'tool') return true
    return meaning.paths(callee, site).some((path) => toolNames.has(path))
  })
}
