import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import { nameOf } from '../../named-values.ts'
import { originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import type { SourceKind } from '../../tables/sources.ts'
import { leadingText, textParts } from '../../text-parts.ts'

const redirects = [
  'flask.redirect',
  'werkzeug.utils.redirect',
  'django.shortcuts.redirect',
  'django.http.HttpResponseRedirect',
  'django.http.HttpResponsePermanentRedirect',
  'fastapi.responses.RedirectResponse',
  'starlette.responses.RedirectResponse',
  'aiohttp.web.HTTPFound',
  'bottle.redirect',
  'quart.redirect',
  'sanic.response.redirect',
  ...['HTTPSeeOther', 'HTTPMovedPermanently', 'HTTPTemporaryRedirect'].map(
    (name) => `aiohttp.web.${name}`,
  ),
  'tornado.web.RequestHandler().redirect',
]
const request: ReadonlySet<SourceKind> = new Set(['request'])

/** Redirects to addresses from requests. */
export const openRedirect: Rule = {
  id: 'open-redirect',
  title: 'A redirect goes where the client says',
  layer: 'taint',
  severity: 'medium',
  confidence: 0.8,
  persona: 'default',
  cwe: [601],
  owasp: ['A01:2021'],
  on: [
    onCall(redirects, (call, context) => {
      const node = call.argument(0, 'location') ?? call.argument(-1, 'url')
      if (!node || isOwnAddress(node, call.site, context)) return undefined
      const parts = textParts(context, { node, site: call.site })
      const before = leadingText(parts)
      if (/^(https?:\/\/[^/?#]+[/?#]|\/[^/\\]|\?)/.test(before)) return undefined
      const hole = parts.find(({ kind }) => kind === 'hole')
      const origin = hole?.kind === 'hole' ? originOf(context, hole.value, request) : undefined
      return origin
        ? {
            message: `\`${call.shortName}\` goes where \`${origin.name}\` says.`,
            flow: origin.flow,
            help: 'Allow only paths of the own site.',
          }
        : undefined
    }),
  ],
}

/** Functions that make an address of which the caller can't choose the host. */
const makers =
  /^(url_for|reverse|reverse_lazy|url_path_for|get_absolute_url|build_absolute_uri|generate_presigned_url|generate_signed_url)$/

function isOwnAddress(node: Expression, site: Site, { meaning }: Context): boolean {
  const made = node.kind === 'Name' ? meaning.assigned(node, site) : [{ node, site }]
  return (
    made.length > 0 &&
    made.every(({ node: value }) => value.kind === 'Call' && makers.test(nameOf(value.func) ?? ''))
  )
}
