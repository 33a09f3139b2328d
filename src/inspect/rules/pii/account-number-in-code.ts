import type { Node } from '../../../python/nodes.ts'
import type { Report, Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'
import { accountNumbers } from '../../tables/identifiers.ts'

/** Payment cards and IBANs with right checksums. */
export const accountNumberInCode: Rule = {
  id: 'account-number-in-code',
  title: 'The number of a card or account is written in the code',
  layer: 'pattern',
  severity: 'medium',
  confidence: 0.85,
  persona: 'default',
  cwe: [359, 312],
  owasp: ['A04:2021'],
  replaces: ['national-id-in-code'],
  on: [
    onFile((context) => {
      const found: Report[] = []
      for (const { text, node } of context.texts) {
        if (text.length < 14 || text.length > 20_000 || !/\d{2}/.test(text)) continue
        const number = numberIn(text)
        if (number) found.push(report(number, node))
      }
      return found
    }),
  ],
}

function numberIn(text: string): { readonly name: string; readonly digits: string } | undefined {
  for (const { name, form, check } of accountNumbers) {
    const match = [...text.matchAll(form)].find(([number]) => check(number))
    if (match) return { name, digits: match[0] }
  }
  return undefined
}

function report(
  { name, digits }: { readonly name: string; readonly digits: string },
  at: Node,
): Report {
  const isTest =
    name.startsWith('payment') && /^(4111|4242|5555|3782|6011|4000|5105|5200|4012)/.test(digits)
  return {
    message: `The code holds what looks like ${name === 'IBAN' ? 'an' : 'a'} ${name}.`,
    at,
    ...(isTest ? { severity: 'low' as const } : {}),
    help: 'Use made-up data that says so.',
  }
}
