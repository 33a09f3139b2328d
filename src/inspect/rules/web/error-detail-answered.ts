import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import { integerOf } from '../../../python/values.ts'
import { nameOf } from '../../named-values.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onKeyword, onNode } from '../../rule.ts'
import { shownIn } from '../../shown-values.ts'

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
    onKeyword(['detail'], ({ node, call, site }, { meaning }) => {
      const status = call.keywords.find(({ arg }) => arg === 'status_code')?.value ?? call.args[0]
      const [code] = status ? meaning.values(status, site) : []
      const isFault =
        (integerOf(code) ?? 0) >= 500 || (code?.kind === 'path' && /HTTP_5\d\d/.test(code.path))
      return isFault && showsError(node.value) ? { message: answered, help, at: call } : undefined
    }),
    onNode('Return', ({ node, site }) => {
      const { value } = node
      if (!value || !isInHandler(site)) return undefined
      const part = value.kind === 'Tuple' ? value.elts[0] : value
      return part && showsError(part) ? { message: answered, help } : undefined
    }),
  ],
}

const help = 'Log the exception, and answer with a number to ask about.'

const answered = 'The answer holds the message of an exception.'

/** `str(error)`, alone, in a text or in a dictionary. */
function showsError(node: Expression): boolean {
  return shownIn(wrapped(node)).some(
    (part) => part.kind === 'Name' && /^(e|ex|exc|err|error|exception)$/.test(part.id),
  )
}

function wrapped(node: Expression): Expression {
  const isAnswer =
    node.kind === 'Call' &&
    /^(jsonify|JsonResponse|JSONResponse|HttpResponse|Response)$/.test(nameOf(node.func) ?? '')
  if (!isAnswer) return node
  return (
    node.args[0] ?? {
      ...node,
      kind: 'Dict',
      keys: [],
      values: node.keywords.map(({ value }) => value),
    }
  )
}

function isInHandler({ scope }: Site): boolean {
  const { node } = scope
  if (node.kind !== 'FunctionDef' && node.kind !== 'AsyncFunctionDef') return false
  // A view of Django is a function of the request.
  const [first, second] = [...node.args.posonlyargs, ...node.args.args]
  if ((first?.name === 'self' ? second : first)?.name === 'request') return true
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
