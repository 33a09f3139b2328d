import { fromOutside, isTested, originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { builtHole, textParts } from '../../text-parts.ts'

/** Methods of elements that take the smaller XPath of the standard library. */
const finders = ['find', 'findall', 'findtext', 'iterfind']
const parsers = ['xml.etree.ElementTree', 'lxml.etree', 'defusedxml.ElementTree'].flatMap(
  (module) => ['parse()', 'parse().getroot()', 'fromstring()'].map((made) => `${module}.${made}`),
)

/** XPath with a value in its text. */
export const xpathBuiltFromText: Rule = {
  id: 'xpath-built-from-text',
  title: 'An XPath expression is put together from text',
  layer: 'calls',
  severity: 'high',
  confidence: 0.7,
  persona: 'default',
  cwe: [643],
  owasp: ['A03:2021'],
  on: [
    onCall(
      [
        ...[
          'lxml.etree.parse().xpath',
          'lxml.etree.fromstring().xpath',
          'lxml.html.fromstring().xpath',
        ],
        ...['lxml.etree.XPath', 'lxml.etree.ETXPath', '.xpath'],
        ...finders.map((method) => `.${method}`),
        ...parsers.flatMap((parser) => finders.map((method) => `${parser}.${method}`)),
      ],
      (call, context) => {
        const node = call.argument(0)
        const parts = node ? textParts(context, { node, site: call.site }) : []
        const hole = builtHole(parts)
        if (!hole || isTested(context, hole)) return undefined
        const text = parts.map((part) => (part.kind === 'text' ? part.text : ' ')).join('')
        const isFinder = finders.includes(call.name.slice(call.name.lastIndexOf('.') + 1))
        if (!(isFinder ? /^\.{0,2}\/.*\[/ : /[[/]/).test(text)) return undefined
        const origin = originOf(context, hole, fromOutside)
        return {
          message: `\`${call.shortName}\` runs an XPath expression that ${origin ? `\`${origin.name}\` can change` : 'is put together from text'}.`,
          ...(origin ? { flow: origin.flow } : {}),
          ...(origin ? {} : { severity: 'low' as const }),
          help: 'Use XPath variables: `tree.xpath("//user[@name=$name]", name=name)`.',
        }
      },
    ),
  ],
}
