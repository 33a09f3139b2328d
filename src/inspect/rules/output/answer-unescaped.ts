import type { AsyncFunctionDef, Expression, FunctionDef, Node } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Located } from '../../../python/values.ts'
import type { Context } from '../../context.ts'
import { nameOf } from '../../named-values.ts'
import { originOf } from '../../origins.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onNode } from '../../rule.ts'
import type { SourceKind } from '../../tables/sources.ts'
import { textParts } from '../../text-parts.ts'

const answers = [
  'flask.make_response',
  'flask.Response',
  'django.http.HttpResponse',
  'fastapi.responses.HTMLResponse',
  'starlette.responses.HTMLResponse',
  'aiohttp.web.Response',
  'werkzeug.Response',
  'werkzeug.wrappers.Response',
  'bottle.HTTPResponse',
  'sanic.response.html',
]
const request: ReadonlySet<SourceKind> = new Set(['request'])

/** Answers of web handlers that hold what the client sent. */
export const answerUnescaped: Rule = {
  id: 'answer-unescaped',
  title: 'A web page answers with what it was sent',
  layer: 'taint',
  severity: 'high',
  confidence: 0.75,
  persona: 'default',
  cwe: [79],
  owasp: ['A03:2021'],
  on: [
    onCall(answers, (call, context) => {
      const type = [
        ...call.texts(-1, 'content_type'),
        ...call.texts(-1, 'mimetype'),
        ...call.texts(-1, 'media_type'),
      ]
      if (type.some((text) => !/html/.test(text))) return undefined
      const node =
        call.argument(0, 'content') ?? call.argument(-1, 'body') ?? call.argument(-1, 'text')
      return node ? check(node, call.site, context, `\`${call.shortName}\``) : undefined
    }),
    onCall(['.write', 'tornado.web.RequestHandler().write'], (call, context) => {
      const node = isTornado(context) ? call.argument(0, 'chunk') : undefined
      return node && node.kind !== 'Dict'
        ? check(node, call.site, context, `\`${call.shortName}\``)
        : undefined
    }),
    onNode('Return', ({ node, site }, context) => {
      const around = site.scope.node
      if (!node.value || !isFunction(around)) return undefined
      const value = node.value.kind === 'Tuple' ? node.value.elts[0] : node.value
      if (!value || value.kind === 'Dict') return undefined
      if (!around.decorators.some((decorator) => answersMarkup(decorator, context)))
        return undefined
      return check(value, site, context, 'The answer')
    }),
  ],
}

function isFunction(node: Node): node is FunctionDef | AsyncFunctionDef {
  return node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef'
}

function isTornado({ text }: Context): boolean {
  return text.includes('tornado')
}

/** What the function returns is sent as HTML: always by some frameworks, where it is asked for by others. */
function answersMarkup(decorator: Expression, { meaning }: Context): boolean {
  if (decorator.kind !== 'Call') return false
  const verb = nameOf(decorator.func) ?? ''
  if (!/^(route|get|post|put|delete|errorhandler|app_errorhandler)$/.test(verb)) return false
  const { root } = meaning.bindings
  const paths = meaning.paths(decorator.func, root)
  if (paths.length === 0) return verb === 'route' && decorator.args[0]?.kind === 'Constant'
  if (paths.some((path) => /^(flask|bottle|quart)\./.test(path))) return true
  const answer = decorator.keywords.find(({ arg }) => arg === 'response_class')?.value
  return answer !== undefined && nameOf(answer) === 'HTMLResponse'
}

function check(node: Expression, site: Site, context: Context, what: string): Report | undefined {
  const hole = holeIn(node, site, context)
  const origin = hole && originOf(context, hole, request, 'html')
  if (!origin || /json/.test(origin.name)) return undefined
  return {
    message: `${what} holds what \`${origin.name}\` gives as it is.`,
    flow: origin.flow,
    at: node,
    help: 'Render a template, or escape it with `markupsafe.escape`.',
  }
}

/** What is put into the text; where a function of the file makes markup, all that it is given. */
function holeIn(node: Expression, site: Site, context: Context): Located | undefined {
  if (escapes(node, site, context)) return undefined
  const parts = textParts(context, { node, site })
  const hole = parts.find((part) => part.kind === 'hole')
  if (hole?.kind !== 'hole') return undefined
  const { value } = hole
  const made = innermost(value.node)
  if (made.kind !== 'Call') return value
  const { func } = made
  const given = context.meaning.values(func, value.site).flatMap((callee) => {
    const inside =
      callee.kind === 'function' ? context.meaning.bindings.scopes.get(callee.node) : undefined
    return inside?.scope.returns ?? []
  })
  if (given.length > 0) return given.some((text) => isMarkup(text, context)) ? value : undefined
  const isMarkdown = context.meaning
    .paths(func, value.site)
    .some((path) =>
      /^(markdown\.markdown|mistune\.\w+|markdown2\.markdown|commonmark\.commonmark)$/.test(path),
    )
  return isText(func) || isMarkdown || parts.length > 1 ? value : undefined
}

/** `Markup('<b>%s</b>') % name` and `Markup(…).format(name)` escape what they are given. */
function escapes(node: Expression, site: Site, { meaning }: Context): boolean {
  const template =
    node.kind === 'BinOp' && node.op === 'Mod'
      ? node.left
      : node.kind === 'Call' && node.func.kind === 'Attribute' && node.func.attr === 'format'
        ? node.func.value
        : undefined
  return (
    template !== undefined &&
    meaning.paths(template, site).some((path) => /(^|\.)Markup\(\)$/.test(path))
  )
}

/** What an attribute or an item is taken from in the end. */
function innermost(node: Expression): Expression {
  let at = node
  while (at.kind === 'Attribute' || at.kind === 'Subscript') at = at.value
  return at
}

function isMarkup(text: Located, context: Context): boolean {
  return textParts(context, text).some((part) => part.kind === 'text' && /<\w/.test(part.text))
}

/** Calls that give a text of the one they are made on, or what a client sent. */
function isText(func: Expression): boolean {
  return /^(get|get_argument|getlist|pop|format|join|strip|replace|decode|upper|lower|title|read|str|get_data)$/.test(
    nameOf(func) ?? '',
  )
}
