import type { CallMatch } from '../../call-match.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const verbs = ['get', 'post', 'put', 'delete', 'head', 'patch', 'options', 'request']

/** HTTP requests without a limit of time. */
export const requestWithoutTimeout: Rule = {
  id: 'request-without-timeout',
  title: 'A request may wait forever',
  layer: 'calls',
  severity: 'low',
  confidence: 0.9,
  persona: 'default',
  cwe: [400, 1088],
  owasp: ['A04:2021'],
  on: [
    onCall(
      ['requests', 'requests.Session()'].flatMap((client) =>
        verbs.map((verb) => `${client}.${verb}`),
      ),
      (call) => (call.call && isUnlimited(call) ? report(call) : undefined),
    ),
    onCall(['urllib.request.urlopen', 'urllib2.urlopen'], (call) =>
      call.call && isUnlimited(call, 2) ? report(call) : undefined,
    ),
    onCall(
      [
        ...['httpx', 'httpx.Client()', 'httpx.AsyncClient()'].flatMap((client) =>
          verbs.map((verb) => `${client}.${verb}`),
        ),
        'httpx.Client',
        'httpx.AsyncClient',
      ],
      (call) =>
        call.values(-1, 'timeout').some(({ kind }) => kind === 'none') ? report(call) : undefined,
    ),
  ],
}

function isUnlimited(call: CallMatch, at = -1): boolean {
  const values = call.values(at, 'timeout')
  if (values.length === 0) return !call.hasSpread
  return values.some(({ kind }) => kind === 'none')
}

function report(call: CallMatch): Report {
  return {
    message: `\`${call.shortName}\` waits for as long as the server likes.`,
    help: 'Pass `timeout=10`.',
  }
}
