import { isTested } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { leadingText, textParts } from '../../text-parts.ts'

/** `urlopen` with an address that may be a file. */
export const urlSchemeUnchecked: Rule = {
  id: 'url-scheme-unchecked',
  title: 'An address of any scheme is opened',
  layer: 'calls',
  severity: 'low',
  confidence: 0.5,
  persona: 'pedantic',
  cwe: [73, 918],
  owasp: ['A10:2021'],
  on: [
    onCall(
      ['urllib.request.urlopen', 'urllib.request.urlretrieve', 'urllib2.urlopen', 'urllib.urlopen'],
      (call, context) => {
        const node = call.argument(0, 'url')
        if (!node || isTested(context, { node, site: call.site })) return undefined
        const parts = textParts(context, { node, site: call.site })
        if (!parts.some(({ kind }) => kind === 'hole') || /^https?:\/\//i.test(leadingText(parts)))
          return undefined
        return {
          message: `\`${call.shortName}\` also opens \`file:\` and \`ftp:\` addresses.`,
          help: 'Check that the address begins with `https://`, or use an HTTP client.',
        }
      },
    ),
  ],
}
