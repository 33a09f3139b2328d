import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { describe, originOf, stepsOf } from '../../flow-match.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { httpCalls } from '../../tables/network.ts'

/** Files or the environment leave over the network. */
export const dataSentAway: Rule = {
  id: 'data-sent-away',
  title: 'A file or the environment is sent away',
  layer: 'taint',
  severity: 'critical',
  confidence: 0.8,
  persona: 'gate',
  cwe: [200, 201],
  owasp: ['LLM02:2025'],
  on: [
    onCall([...httpCalls.keys()], (call, context) =>
      sent(call, context, httpCalls.get(call.name)?.at ?? -1),
    ),
    onCall(
      [
        ...['send', 'sendall', 'sendto', 'sendmsg', 'sendfile'].map(
          (name) => `socket.socket().${name}`,
        ),
        ...['sendall', 'send'].map((name) => `socket.create_connection().${name}`),
        'smtplib.SMTP().sendmail',
        'smtplib.SMTP().send_message',
        'smtplib.SMTP_SSL().sendmail',
        'ftplib.FTP().storbinary',
        'ftplib.FTP().storlines',
      ],
      (call, context) => sent(call, context, -1),
    ),
  ],
}

/** All that is given but the address and the headers, which carry a token as they are meant to. */
function sent(call: CallMatch, context: Context, address: number): Report | undefined {
  const { args = [], keywords = [] } = call.call ?? {}
  const given = [
    ...args.filter((_, i) => i !== address),
    ...keywords
      .filter(({ arg }) => arg !== 'headers' && arg !== 'auth' && arg !== 'url')
      .map(({ value }) => value),
  ]
  for (const argument of given) {
    const origin = originOf(argument, call, context, {
      into: 'away',
      from: ['file', 'environment'],
    })
    if (!origin) continue
    return {
      message: `\`${call.shortName}\` sends ${describe(origin)} away.`,
      help: 'Give results back as the answer.',
      flow: stepsOf(origin, call),
    }
  }
  return undefined
}
