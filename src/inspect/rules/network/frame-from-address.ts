import { leadingTexts } from '../../leading-texts.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { fileCalls } from '../../tables/files.ts'
import { isAddress } from '../../tables/paths.ts'

/** Functions for files that take addresses too. */
export const frameFromAddress: Rule = {
  id: 'frame-from-address',
  title: 'Data is read from or written to an address',
  layer: 'calls',
  severity: 'high',
  confidence: 0.95,
  persona: 'gate',
  cwe: [918, 200],
  owasp: ['LLM02:2025', 'LLM06:2025'],
  on: [
    onCall([...fileCalls.keys()], (call, context) => {
      const { paths = [] } = fileCalls.get(call.name) ?? {}
      const address = paths
        .flatMap((path) => leadingTexts(call, context, path))
        .find((text) => isAddress(text))
      if (address === undefined) return undefined
      const scheme = address.slice(0, address.indexOf(':'))
      return {
        message: `\`${call.shortName}\` reaches a \`${scheme}\` address.`,
        help: 'Ask for the data as a dataset.',
      }
    }),
  ],
}
