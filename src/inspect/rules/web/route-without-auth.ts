import type { AsyncFunctionDef, FunctionDef } from '../../../python/nodes.ts'
import { nameOf } from '../../named-values.ts'
import type { Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

const sign =
  /auth|login|permission|depends|security|token|user|session|protect|require|verify|jwt|api_?key/i

/** Handlers for POST, PUT, PATCH and DELETE without a sign of authentication. */
export const routeWithoutAuth: Rule = {
  id: 'route-without-auth',
  title: 'A route that changes something asks for no log-in',
  layer: 'names',
  severity: 'low',
  confidence: 0.4,
  persona: 'pedantic',
  cwe: [306],
  owasp: ['A01:2021', 'A07:2021'],
  on: [
    onNode('FunctionDef', ({ node }, { text }) => check(node, text)),
    onNode('AsyncFunctionDef', ({ node }, { text }) => check(node, text)),
  ],
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
  const start = node.decorators[0]?.start ?? node.start
  if (!route || sign.test(text.slice(start, node.end).replaceAll(/#.*/g, ''))) return undefined
  return {
    message: `\`${node.name}\` changes something for whoever asks.`,
    at: route,
    help: 'Ask for a log-in, or say in a comment where that is done.',
  }
}
