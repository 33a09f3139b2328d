import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import { nameOf } from '../../named-values.ts'
import { originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall, onNode } from '../../rule.ts'
import type { SourceKind } from '../../tables/sources.ts'

const request: ReadonlySet<SourceKind> = new Set(['request'])

const answers = [
  ...[
    'Response',
    'JSONResponse',
    'HTMLResponse',
    'PlainTextResponse',
    'StreamingResponse',
    'FileResponse',
  ].flatMap((name) => [`starlette.responses.${name}`, `fastapi.responses.${name}`]),
  ...[
    'fastapi.Response',
    'flask.Response',
    'werkzeug.Response',
    'django.http.HttpResponse',
    'aiohttp.web.Response',
  ],
]

/** Values of clients in headers and cookies. */
export const headerInjection: Rule = {
  id: 'header-injection',
  title: 'A header holds what a client sent',
  layer: 'taint',
  severity: 'medium',
  confidence: 0.6,
  persona: 'default',
  cwe: [113],
  owasp: ['A03:2021'],
  on: [
    onNode('Assign', ({ node, site }, context) => {
      const [target] = node.targets
      if (target?.kind !== 'Subscript' || !holdsHeaders(target.value, site, context))
        return undefined
      const origin = originOf(context, { node: node.value, site }, request)
      return origin ? { message: `A header holds what \`${origin.name}\` gives.`, help } : undefined
    }),
    onCall(
      ['.set_header', '.add_header', 'bottle.response.set_header', 'bottle.response.add_header'],
      (call, context) => {
        const node = call.argument(1, 'value')
        const origin = node && originOf(context, { node, site: call.site }, request)
        return origin
          ? { message: `A header holds what \`${origin.name}\` gives.`, flow: origin.flow, help }
          : undefined
      },
    ),
    onCall(answers, (call, context) => {
      const headers = call.argument(-1, 'headers')
      const values = headers?.kind === 'Dict' ? headers.values : []
      for (const node of values) {
        const origin = originOf(context, { node, site: call.site }, request)
        if (origin)
          return {
            message: `A header holds what \`${origin.name}\` gives.`,
            flow: origin.flow,
            help,
          }
      }
      return undefined
    }),
    onCall(
      ['.set_cookie', 'flask.make_response().set_cookie', 'django.http.HttpResponse().set_cookie'],
      (call, context) => {
        const node = call.argument(1, 'value')
        const origin = node && originOf(context, { node, site: call.site }, request)
        return origin
          ? {
              message: `\`${call.shortName}\` sets a cookie to what \`${origin.name}\` gives.`,
              flow: origin.flow,
              severity: 'low',
              help,
            }
          : undefined
      },
    ),
  ],
}

const help = 'Take the value from a list of those that are allowed.'

/** `answer.headers`, or an answer of Django, whose items are its headers. */
function holdsHeaders(node: Expression, site: Site, { meaning }: Context): boolean {
  if (nameOf(node) === 'headers') return true
  return meaning.paths(node, site).some((path) => /^django\.http\.\w*Response\(\)$/.test(path))
}
