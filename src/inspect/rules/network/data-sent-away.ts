import type { Expression } from '../../../python/nodes.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { originOf } from '../../origins.ts'
import type { Reports, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { httpCalls } from '../../tables/network.ts'
import type { OriginKind } from '../../tables/origin-names.ts'

const bodies = ['data', 'json', 'files', 'params', 'content', 'body', 'headers', 'cookies']

/** Files, the environment or frames that leave by a request. */
export const dataSentAway: Rule = {
  id: 'data-sent-away',
  title: 'Local data is sent over the network',
  layer: 'taint',
  severity: 'high',
  confidence: 0.85,
  persona: 'gate',
  cwe: [200, 201],
  owasp: ['LLM02:2025', 'LLM06:2025'],
  on: [
    onCall([...httpCalls.keys()], (call, context) => {
      const use = httpCalls.get(call.name)
      const nodes = bodies.map((name) => call.argument(-1, name))
      if (use && use.at >= 0)
        nodes.push(call.argument(use.at + 1), call.argument(use.at, use.keyword))
      return check(call, context, nodes)
    }),
    onCall(
      [
        'socket.socket().send',
        'socket.socket().sendall',
        'socket.socket().sendto',
        'socket.create_connection().sendall',
        'socket.create_connection().send',
        'smtplib.SMTP().sendmail',
        'smtplib.SMTP().send_message',
        'ftplib.FTP().storbinary',
        'ftplib.FTP().storlines',
        'http.client.HTTPSConnection().request',
        'http.client.HTTPConnection().request',
        'websocket.create_connection().send',
      ],
      (call, context) =>
        check(
          call,
          context,
          [0, 1, 2].map((at) => call.argument(at)),
        ),
    ),
  ],
}

const local: ReadonlySet<OriginKind> = new Set(['file', 'environment', 'secret'])

function check(
  call: CallMatch,
  context: Context,
  nodes: readonly (Expression | undefined)[],
): Reports {
  for (const node of nodes) {
    const origin = node && originOf(context, { node, site: call.site }, local)
    if (!origin) continue
    return {
      message: `\`${call.shortName}\` sends what \`${origin.name}\` holds.`,
      ...(origin.kind === 'file' ? {} : { severity: 'critical' as const }),
      help: 'Give results back as the answer.',
    }
  }
  return undefined
}
