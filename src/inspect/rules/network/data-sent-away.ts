import type { Origin, Step } from '../../../python/flow.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { describe, originOf, stepsOf } from '../../flow-match.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { httpCalls } from '../../tables/network.ts'
import { secretFile, startFile, wordsOf } from '../../tables/secret-places.ts'

/** Files or the environment leave over the network. */
export const dataSentAway: Rule = {
  id: 'data-sent-away',
  title: 'A file or the environment is sent away',
  layer: 'taint',
  severity: 'critical',
  confidence: 0.8,
  persona: 'default',
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
      ...(isTheft(origin, context) ? {} : { persona: 'gate' as const }),
    }
  }
  return undefined
}

/** The whole environment, or a file that holds credentials; programs send a file or a token of theirs as they are meant to. */
function isTheft({ source, last }: Origin, { text }: Context): boolean {
  let first: Step = last
  while (first.from) first = first.from
  if (source === 'file') {
    const words = wordsOf(text.slice(first.node.start, first.node.end))
    return words.some((word) => secretFile.test(word) || startFile.test(word))
  }
  const used = text.slice(first.node.end, first.node.end + 6)
  return /environb?$/.test(first.name) && !/^(\[|\.get|\s+in\b)/.test(used)
}
