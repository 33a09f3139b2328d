import type { Site } from '../../../python/scopes.ts'
import { nameOf } from '../../named-values.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onNode } from '../../rule.ts'

/** Tracebacks and messages of exceptions in answers of web handlers. */
export const errorDetailAnswered: Rule = {
  id: 'error-detail-answered',
  title: 'An answer tells how the program failed',
  layer: 'names',
  severity: 'low',
  confidence: 0.6,
  persona: 'default',
  cwe: [209],
  owasp: ['A05:2021'],
  on: [
    onCall(['traceback.format_exc'], (call) =>
      isInHandler(call.site) ? report(call.shortName, call.site, call.node.start) : undefined,
    ),
    onNode('Return', ({ node, site }) => {
      const { value } = node
      if (!value || !isInHandler(site)) return undefined
      const part = value.kind === 'Tuple' ? value.elts[0] : value
      const isText =
        part?.kind === 'Call' &&
        (nameOf(part.func) === 'str' || nameOf(part.func) === 'repr') &&
        part.args[0]?.kind === 'Name' &&
        /^(e|ex|exc|err|error|exception)$/.test(part.args[0].id)
      return isText ? { message: 'The answer holds the message of an exception.', help } : undefined
    }),
  ],
}

const help = 'Log the exception, and answer with a number to ask about.'

function isInHandler({ scope }: Site): boolean {
  const { node } = scope
  if (node.kind !== 'FunctionDef' && node.kind !== 'AsyncFunctionDef') return false
  return node.decorators.some(
    (decorator) =>
      decorator.kind === 'Call' &&
      /^(route|get|post|put|patch|delete|errorhandler|exception_handler)$/.test(
        nameOf(decorator.func) ?? '',
      ),
  )
}

/** Only where the traceback is part of what is returned. */
function report(name: string, { scope }: Site, at: number): Report | undefined {
  const isReturned = scope.returns.some(({ node }) => node.start <= at && at < node.end)
  return isReturned ? { message: `The answer holds \`${name}\`.`, help } : undefined
}
