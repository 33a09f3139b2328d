import type { Expression } from '../../../python/nodes.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { fromStrangers, isTested, originOf } from '../../origins.ts'
import type { Reports, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { httpCalls } from '../../tables/network.ts'
import type { OriginKind } from '../../tables/origin-names.ts'
import { leadingText, textParts } from '../../text-parts.ts'

const frames = ['csv', 'json', 'excel', 'parquet', 'html', 'xml', 'table', 'feather'].map(
  (kind) => `pandas.read_${kind}`,
)

/** Requests whose host comes from outside. */
export const requestForgery: Rule = {
  id: 'request-forgery',
  title: 'A request goes where someone else says',
  layer: 'taint',
  severity: 'high',
  confidence: 0.75,
  persona: 'default',
  cwe: [918],
  owasp: ['A10:2021', 'LLM06:2025'],
  on: [
    onCall([...httpCalls.keys()], (call, context) => {
      const use = httpCalls.get(call.name)
      return use && use.at >= 0
        ? check(call, context, call.argument(use.at, use.keyword))
        : undefined
    }),
    onCall(frames, (call, context) => check(call, context, call.argument(0, 'filepath_or_buffer'))),
    onCall(
      ['socket.create_connection', 'http.client.HTTPConnection', 'http.client.HTTPSConnection'],
      (call, context) => check(call, context, call.argument(0)),
    ),
  ],
}

function check(call: CallMatch, context: Context, node: Expression | undefined): Reports {
  if (!node) return undefined
  const value = { node, site: call.site }
  const parts = textParts(context, value)
  const before = leadingText(parts)
  if (/^\w+:\/\/[^/?#]+[/?#]/.test(before)) return undefined
  const hole = parts.find((part) => part.kind === 'hole')
  if (hole?.kind !== 'hole' || isTested(context, hole.value)) return undefined
  const isFrame = call.name.startsWith('pandas.')
  const origin = originOf(context, hole.value, isFrame ? fromStrangers : askedFor)
  if (!origin || (isFrame && origin.kind === 'network')) return undefined
  return {
    message: `\`${call.shortName}\` goes to an address that \`${origin.name}\` chooses.`,
    ...(origin.kind === 'input' ? { severity: 'medium' as const, confidence: 0.6 } : {}),
    help: 'Keep the host constant, or check it against a list of hosts first.',
  }
}

const askedFor: ReadonlySet<OriginKind> = new Set(['request', 'model', 'input'])
