import type { Value } from '../../../python/values.ts'
import type { Context } from '../../context.ts'
import { nameOf } from '../../named-values.ts'
import { fromStrangers, originOf } from '../../origins.ts'
import type { Report, Rule } from '../../rule.ts'
import { onAssign, onCall, onNamedValue } from '../../rule.ts'

/** Cross-origin access for everyone. */
export const corsAnyOrigin: Rule = {
  id: 'cors-any-origin',
  title: 'Any page may use the service',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.8,
  persona: 'default',
  cwe: [942],
  owasp: ['A05:2021'],
  on: [
    onCall(['flask_cors.CORS', 'flask_cors.cross_origin'], (call, { meaning }) => {
      const origins = [
        ...call.values(-1, 'origins'),
        ...call.values(-1, 'resources').flatMap((value) => originsIn(value, meaning)),
      ]
      const isAny =
        origins.length === 0
          ? call.call !== undefined && !call.hasSpread && call.values(-1, 'resources').length === 0
          : origins.some((value) => isAll(value, meaning))
      if (!isAny) return undefined
      return call.isFlag('supports_credentials', true)
        ? { ...report(call.shortName), severity: 'high' }
        : report(call.shortName)
    }),
    onCall(
      [
        '.add_middleware',
        'fastapi.FastAPI().add_middleware',
        'starlette.applications.Starlette().add_middleware',
        'fastapi.middleware.cors.CORSMiddleware',
        'starlette.middleware.cors.CORSMiddleware',
      ],
      (call, { meaning }) => {
        const isAny =
          call.values(-1, 'allow_origins').some((value) => isAll(value, meaning)) ||
          call.texts(-1, 'allow_origin_regex').some((text) => /^\^?\.[*+]\$?$/.test(text))
        if (!isAny) return undefined
        return call.isFlag('allow_credentials', true)
          ? { ...report(call.shortName), severity: 'high' }
          : report(call.shortName)
      },
    ),
    onNamedValue(/^(CORS_ALLOW_ALL_ORIGINS|CORS_ORIGIN_ALLOW_ALL)$/, ({ name, value }) =>
      value.kind === 'Constant' && value.value === true ? report(name) : undefined,
    ),
    onAssign(/^access-control-allow-origin$/i, ({ node, site }, context) => {
      const { meaning } = context
      const [target] = node.targets
      const isHeader =
        target?.kind === 'Subscript' && /^access-control-allow-origin$/i.test(nameOf(target) ?? '')
      if (!isHeader) return undefined
      const isEcho = originOf(context, { node: node.value, site }, fromStrangers) !== undefined
      return isEcho || meaning.text(node.value, site) === '*'
        ? report('Access-Control-Allow-Origin')
        : undefined
    }),
  ],
}

/** The origins of each path: `{r'/api/*': {'origins': '*'}}`. */
function originsIn(resources: Value, meaning: Context['meaning']): readonly Value[] {
  const paths = resources.kind === 'mapping' ? resources.entries : []
  return paths.flatMap((path) =>
    meaning.valuesOf(path.value).flatMap((options) => {
      const entries = options.kind === 'mapping' ? options.entries : []
      const origins = entries.find(
        ({ key }) => key && meaning.text(key.node, key.site) === 'origins',
      )
      return origins ? meaning.valuesOf(origins.value) : []
    }),
  )
}

function isAll(value: Value, meaning: Context['meaning']): boolean {
  if (value.kind === 'text') return value.text === '*'
  return (
    value.kind === 'sequence' &&
    value.items.some(({ node, site }) => meaning.text(node, site) === '*')
  )
}

function report(name: string): Report {
  return { message: `\`${name}\` lets any page use the service.`, help: 'Name the origins.' }
}
