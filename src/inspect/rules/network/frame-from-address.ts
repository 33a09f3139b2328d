import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { handedFile, handing } from '../../handed-files.ts'
import { leadingTexts } from '../../leading-texts.ts'
import type { Report, Rule } from '../../rule.ts'
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
      const texts = paths.flatMap((path) => leadingTexts(call, context, path))
      return reportOn(call, texts, context)
    }),
    onCall(handing, (call, context) => {
      const { file, texts } = handedFile(call, context)
      return file === undefined ? undefined : reportOn(file, texts, context)
    }),
  ],
}

function reportOn(
  call: CallMatch,
  texts: readonly string[],
  { policy }: Context,
): Report | undefined {
  const address = texts.find((text) => isAddress(text))
  if (address === undefined) return undefined
  const scheme = address.slice(0, address.indexOf(':'))
  if (policy.egress && /^https?$/i.test(scheme)) return undefined
  return {
    message: `\`${call.shortName}\` reaches a \`${scheme}\` address.`,
    help: 'Ask for the data as a dataset.',
  }
}
