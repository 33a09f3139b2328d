import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
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
    onNode('Return', ({ node, site }, context) => {
      const around = site.scope.node
      if (!node.value || around.kind !== 'FunctionDef') return undefined
      const isRoute = around.decorators.some(
        (decorator) =>
          decorator.kind === 'Call' &&
          /^(route|get|post)$/.test(nameOf(decorator.func) ?? '') &&
          context.meaning
            .paths(decorator.func, context.meaning.bindings.root)
            .some((path) => /^(flask|bottle|quart)\./.test(path)),
      )
      const value = node.value.kind === 'Tuple' ? node.value.elts[0] : node.value
      if (
        !isRoute ||
        !value ||
        value.kind === 'Dict' ||
        (value.kind === 'Call' && nameOf(value.func) !== 'format')
      )
        return undefined
      return check(value, site, context, 'The answer')
    }),
  ],
}

function check(node: Expression, site: Site, context: Context, what: string): Report | undefined {
  const hole = textParts(context, { node, site }).find((part) => part.kind === 'hole')
  if (hole?.kind !== 'hole') return undefined
  const origin = originOf(context, hole.value, request, 'html')
  if (!origin || /json/.test(origin.name)) return undefined
  return {
    message: `${what} holds what \`${origin.name}\` gives as it is.`,
    flow: origin.flow,
    at: node,
    help: 'Render a template, or escape it with `markupsafe.escape`.',
  }
}
