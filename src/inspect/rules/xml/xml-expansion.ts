import type { Expression } from '../../../python/nodes.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { isGiven } from '../../given-values.ts'
import { fromOutside, originOf } from '../../origins.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const own = [
  ...['parse', 'fromstring', 'iterparse', 'XML', 'fromstringlist'].flatMap((name) => [
    `xml.etree.ElementTree.${name}`,
    `xml.etree.cElementTree.${name}`,
  ]),
  ...['parse', 'parseString'].flatMap((name) => [
    `xml.dom.minidom.${name}`,
    `xml.dom.pulldom.${name}`,
    `xml.sax.${name}`,
  ]),
  ...[
    'xml.dom.expatbuilder.parseString',
    'xml.parsers.expat.ParserCreate().Parse',
    'xmltodict.parse',
  ],
]

/** Parsers without limits, and documents of strangers in Python's own parsers. */
export const xmlExpansion: Rule = {
  id: 'xml-expansion',
  title: 'An XML document may grow without end',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.7,
  persona: 'default',
  cwe: [776],
  owasp: ['A05:2021'],
  on: [
    onCall(['lxml.etree.XMLParser', 'lxml.etree.iterparse', 'lxml.etree.HTMLParser'], (call) =>
      call.isFlag('huge_tree', true)
        ? { message: `\`${call.shortName}\` with \`huge_tree\` has no limits.`, help }
        : undefined,
    ),
    onCall(own, (call, context) => {
      const node = call.argument(0)
      const origin = node && originOf(context, { node, site: call.site }, fromOutside)
      if (!origin) return node && unknownDocument(call, node, context)
      return {
        message: `\`${call.shortName}\` reads a document that \`${origin.name}\` gives; before expat 2.4.1 a kilobyte fills the memory.`,
        flow: origin.flow,
        help,
        ...(origin.kind === 'request' ? {} : { severity: 'low' as const }),
      }
    }),
    onCall(['xmlrpc.client.ServerProxy', 'xmlrpc.server.SimpleXMLRPCServer'], (call) => ({
      message: `\`${call.shortName}\` unpacks whatever it is sent.`,
      severity: 'low',
      help: 'Call `defusedxml.xmlrpc.monkey_patch()` first.',
    })),
  ],
}

/** A document that a caller or a file gives, which nobody may vouch for. */
function unknownDocument(call: CallMatch, node: Expression, context: Context): Report | undefined {
  if (!isGiven(node, call.site, context)) return undefined
  return {
    message: `\`${call.shortName}\` reads any document; before expat 2.4.1 a kilobyte fills the memory.`,
    severity: 'low',
    confidence: 0.4,
    help,
  }
}

const help = 'Parse with defusedxml.'
