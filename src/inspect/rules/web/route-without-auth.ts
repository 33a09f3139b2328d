import type { AsyncFunctionDef, Expression, FunctionDef, Node } from '../../../python/nodes.ts'
import { nameOf } from '../../named-values.ts'
import type { Report, Rule } from '../../rule.ts'
import { onNamedValue, onNode } from '../../rule.ts'

const sign =
  /auth|login|permission|depends|security|token|user|session|protect|require|verify|jwt|api_?key/i

/** Handlers for POST, PUT, PATCH and DELETE without a sign of authentication. */
export const routeWithoutAuth: Rule = {
  id: 'route-without-auth',
  title: 'A route that changes something asks for no log-in',
  layer: 'names',
  severity: 'low',
  confidence: 0.4,
  persona: 'default',
  cwe: [306],
  owasp: ['A01:2021', 'A07:2021'],
  on: [
    onNamedValue(/^(DEFAULT_PERMISSION_CLASSES|permission_classes)$/, ({ name, value, via }) => {
      const isList = value.kind === 'List' || value.kind === 'Tuple'
      const isOfView = name === 'permission_classes' && via === 'assigned'
      const isDefault = name === 'DEFAULT_PERMISSION_CLASSES'
      if (isDefault && isList && value.elts.some(isAllowAny)) {
        return {
          message: 'Every view may be used by everyone unless it says otherwise.',
          severity: 'medium',
          confidence: 0.7,
          help: 'Let `IsAuthenticated` be the default.',
        }
      }
      return isOfView && isList && value.elts.some(isAllowAny)
        ? {
            message: 'The view may be used by everyone.',
            help: 'Use `IsAuthenticated` where not everyone is meant.',
          }
        : undefined
    }),
    onNode('FunctionDef', ({ node }, { text }) => check(node, text)),
    onNode('AsyncFunctionDef', ({ node }, { text }) => check(node, text)),
  ],
}

/** The class, or its full name as a text. */
function isAllowAny(part: Expression): boolean {
  return part.kind === 'Constant'
    ? /(^|\.)AllowAny$/.test(String(part.value))
    : nameOf(part) === 'AllowAny'
}

/** All that a route is told but its path, which may speak of users. */
function callsIn(route: Expression | undefined): readonly Node[] {
  return route?.kind === 'Call' ? route.keywords : []
}

/** Where other routes of the file ask for a log-in, or the path says that not everyone is meant. */
function isException(node: FunctionDef | AsyncFunctionDef, text: string): boolean {
  const route = text.slice(node.decorators[0]?.start ?? node.start, node.start)
  return (
    /\/(admin|internal|manage|debug|shutdown)\b/i.test(route) ||
    /@\w*(login|auth|jwt|permission|token)\w*_?(required|requires)?\b|Depends\(\s*(get_)?(current_|require_|verify_)/i.test(
      text,
    )
  )
}

function check(node: FunctionDef | AsyncFunctionDef, text: string): Report | undefined {
  const route = node.decorators.find((decorator) => {
    const name = decorator.kind === 'Call' ? nameOf(decorator.func) : undefined
    if (/^(post|put|patch|delete)$/.test(name ?? '')) return true
    return (
      name === 'route' &&
      /methods=.{0,40}(POST|PUT|PATCH|DELETE)/.test(text.slice(decorator.start, decorator.end))
    )
  })
  if (!route) return undefined
  const others = node.decorators.filter((decorator) => decorator !== route)
  const asks = [...others, ...callsIn(route), node].some(({ start, end }) =>
    sign.test(text.slice(start, end).replaceAll(/#.*/g, '')),
  )
  if (asks) return undefined
  return {
    message: `\`${node.name}\` changes something for whoever asks.`,
    at: { start: route.start, end: node.start + 'def '.length + node.name.length },
    ...(isException(node, text) ? {} : { persona: 'pedantic' as const }),
    help: 'Ask for a log-in, or say in a comment where that is done.',
  }
}
