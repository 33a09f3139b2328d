import { fromOutside, originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { builtHole, leadingText, textParts } from '../../text-parts.ts'

/** Elements with unescaped values. */
export const xmlBuiltFromText: Rule = {
  id: 'xml-built-from-text',
  title: 'XML is put together from what others send',
  layer: 'taint',
  severity: 'medium',
  confidence: 0.7,
  persona: 'default',
  cwe: [91],
  owasp: ['A03:2021'],
  on: [
    onCall(
      [
        'xml.etree.ElementTree.fromstring',
        'xml.etree.ElementTree.XML',
        'lxml.etree.fromstring',
        'lxml.etree.XML',
        'xml.dom.minidom.parseString',
        'builtins.open().write',
      ],
      (call, context) => {
        const node = call.argument(0)
        const parts = node ? textParts(context, { node, site: call.site }) : []
        const isXml = parts.some(
          (part) => part.kind === 'text' && /<(\?xml|\/?[a-z][\w:-]{0,40}[\s>])/i.test(part.text),
        )
        const hole = isXml ? builtHole(parts) : undefined
        if (!hole || (call.name.endsWith('write') && !/<\?xml/.test(leadingText(parts))))
          return undefined
        const origin = originOf(context, hole, fromOutside, 'html')
        return origin
          ? {
              message: `The XML for \`${call.shortName}\` holds \`${origin.name}\` as it is.`,
              flow: origin.flow,
              help: 'Build it with `ElementTree`, or escape values with `xml.sax.saxutils.escape`.',
            }
          : undefined
      },
    ),
  ],
}
