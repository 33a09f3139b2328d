import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import { fromOutside, originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** XSLT and XInclude, which read files and call functions. */
export const xsltFromOutside: Rule = {
  id: 'xslt-from-outside',
  title: 'A style sheet comes from outside',
  layer: 'taint',
  severity: 'medium',
  confidence: 0.75,
  persona: 'default',
  cwe: [611, 91],
  owasp: ['A03:2021'],
  on: [
    onCall(['lxml.etree.XSLT', 'lxml.etree.parse().xslt'], (call, context) => {
      const node = call.argument(0)
      const isConstant = call.text(0) !== undefined
      const origin =
        node &&
        !isConstant &&
        (originOf(context, { node, site: call.site }, fromOutside) ??
          parsed(node, call.site, context))
      return origin
        ? {
            message: `\`${call.shortName}\` runs a style sheet that \`${origin.name}\` gives.`,
            flow: origin.flow,
            help: 'Keep style sheets in the code, and pass `access_control=XSLTAccessControl.DENY_ALL`.',
          }
        : undefined
    }),
    onCall(['pandas.read_xml'], (call, context) => {
      for (const node of [call.argument(-1, 'stylesheet'), call.argument(0, 'path_or_buffer')]) {
        const origin = node && originOf(context, { node, site: call.site }, fromOutside)
        if (origin)
          return {
            message: `\`${call.shortName}\` reads XML that \`${origin.name}\` gives.`,
            flow: origin.flow,
            help: 'Pass `parser="etree"`, and keep style sheets in the code.',
          }
      }
      return undefined
    }),
    onCall(
      [
        'lxml.etree.parse().xinclude',
        'lxml.etree.XInclude',
        'xml.etree.ElementInclude.include',
        '.xinclude',
      ],
      (call) => ({
        message: `\`${call.shortName}\` reads the files that the document names.`,
        help: 'Leave XInclude out.',
      }),
    ),
  ],
}

/** A style sheet that was parsed from such a text first. */
function parsed(node: Expression, site: Site, context: Context): ReturnType<typeof originOf> {
  const values = node.kind === 'Name' ? context.meaning.assigned(node, site) : [{ node, site }]
  for (const { node: made, site: at } of values) {
    const [text] = made.kind === 'Call' ? made.args : []
    const origin = text && originOf(context, { node: text, site: at }, fromOutside)
    if (origin) return origin
  }
  return undefined
}
