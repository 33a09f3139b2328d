import type { Node } from '../../../python/nodes.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onFile } from '../../rule.ts'
import { httpCalls } from '../../tables/network.ts'

const addresses =
  /^(https?:\/\/)?(169\.254\.169\.254|169\.254\.170\.2|169\.254\.170\.23|100\.100\.100\.200|192\.0\.0\.192|metadata\.google\.internal|metadata\.tencentyun\.com|\[fd00:ec2::254\]|2852039166|0xa9fea9fe|0251\.0376\.0251\.0376)([:/?#]|$)/i

/** Requests to the addresses at which clouds hand out credentials. */
export const metadataAddress: Rule = {
  id: 'metadata-address',
  title: "A cloud's metadata service is asked",
  layer: 'calls',
  severity: 'high',
  confidence: 0.95,
  persona: 'default',
  cwe: [918, 200],
  owasp: ['A10:2021', 'LLM06:2025'],
  on: [
    onFile((context) => {
      const found: Report[] = []
      for (const { text, node } of context.texts) {
        if (text.length < 400 && /^https?:/i.test(text) && addresses.test(text))
          found.push(report(node))
      }
      return found
    }),
    onCall(
      [
        ...httpCalls.keys(),
        'socket.create_connection',
        'http.client.HTTPConnection',
        'http.client.HTTPSConnection',
        'socket.socket().connect',
      ],
      (call, { meaning }) => {
        const nodes = [call.argument(0), call.argument(0, 'url'), call.argument(1, 'url')]
        for (const node of nodes) {
          if (!node) continue
          const host = node.kind === 'Tuple' ? node.elts[0] : node
          const isLiteral =
            host?.kind === 'Constant' &&
            typeof host.value === 'string' &&
            /^https?:/i.test(host.value)
          if (!isLiteral && meaning.texts(host, call.site).some((text) => addresses.test(text)))
            return report(call.call ?? node)
        }
        return undefined
      },
    ),
  ],
}

function report(at: Node): Report {
  return {
    message: 'This is the address at which a cloud hands out the credentials of the machine.',
    at,
    help: 'Use the SDK of the cloud where its credentials are meant to be used.',
  }
}
