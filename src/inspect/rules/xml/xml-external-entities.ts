import { isGiven } from '../../given-values.ts'
import { fromOutside, originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Parsers that read files and addresses which a document names. */
export const xmlExternalEntities: Rule = {
  id: 'xml-external-entities',
  title: 'An XML parser follows external entities',
  layer: 'calls',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [611, 827],
  owasp: ['A05:2021'],
  on: [
    onCall(
      ['lxml.etree.XMLParser', 'lxml.etree.ETCompatXMLParser', 'lxml.etree.iterparse'],
      (call) => {
        const flag = ['resolve_entities', 'load_dtd', 'dtd_validation', 'attribute_defaults'].find(
          (name) => call.isFlag(name, true),
        )
        const isOnline = call.isFlag('no_network', false)
        if (!flag && !isOnline) return undefined
        const isMild =
          !isOnline && flag !== 'resolve_entities' && call.isFlag('resolve_entities', false)
        return {
          message: `\`${call.shortName}\` with \`${flag ?? 'no_network'}\` reads what the document names.`,
          help,
          ...(isMild ? { severity: 'low' as const } : {}),
        }
      },
    ),
    onCall(
      [
        '.setFeature',
        'xml.sax.make_parser().setFeature',
        'xml.sax.expatreader.create_parser().setFeature',
      ],
      (call) => {
        const isExternal = [...call.values(0, 'name')].some((value) =>
          value.kind === 'path'
            ? /feature_external_(ges|pes)$/.test(value.path)
            : value.kind === 'text' && /external-(general|parameter)-entities$/.test(value.text),
        )
        const isOn = call
          .values(1, 'state')
          .some(
            (value) =>
              (value.kind === 'boolean' && value.value) ||
              (value.kind === 'number' && value.value === 1),
          )
        return isExternal && isOn
          ? { message: `\`${call.shortName}\` lets documents read files and addresses.`, help }
          : undefined
      },
    ),
    onCall(
      ['.SetParamEntityParsing', 'xml.parsers.expat.ParserCreate().SetParamEntityParsing'],
      (call) => ({
        message: `\`${call.shortName}\` makes the parser read external definitions.`,
        severity: 'medium',
        help,
      }),
    ),
    onCall(
      [
        'lxml.etree.parse',
        'lxml.etree.fromstring',
        'lxml.etree.XML',
        'lxml.objectify.parse',
        'lxml.objectify.fromstring',
        'lxml.etree.iterparse',
        'lxml.etree.fromstringlist',
      ],
      (call, context) => {
        const hasParser =
          call.argument(1, 'parser') !== undefined && !call.name.endsWith('iterparse')
        if (hasParser || call.isFlag('resolve_entities', false)) return undefined
        const node = call.argument(0)
        const origin = node && originOf(context, { node, site: call.site }, fromOutside)
        if (!origin) {
          if (!node || !isGiven(node, call.site, context)) return undefined
          return {
            message: `\`${call.shortName}\` reads any document with a parser that follows entities before lxml 5.`,
            severity: 'low',
            confidence: 0.5,
            help,
          }
        }
        return {
          message: `\`${call.shortName}\` reads a document that \`${origin.name}\` gives with a parser that follows entities before lxml 5.`,
          flow: origin.flow,
          severity: 'medium',
          help,
        }
      },
    ),
  ],
}

const help =
  'Parse with `lxml.etree.XMLParser(resolve_entities=False, no_network=True)` or with defusedxml.'
