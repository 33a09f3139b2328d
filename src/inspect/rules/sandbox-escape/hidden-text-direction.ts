import type { Report, Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'

/** Characters that reorder the text around them on screen (Trojan Source, CVE-2021-42574). */
const controls = /[\u202A-\u202E\u2066-\u2069]/g
const mostReports = 20

/** Code that does not run in the order in which it is shown. */
export const hiddenTextDirection: Rule = {
  id: 'hidden-text-direction',
  title: 'Characters reorder the code on screen',
  layer: 'syntax',
  severity: 'high',
  confidence: 0.9,
  persona: 'default',
  cwe: [1007, 838],
  owasp: ['A08:2021'],
  on: [
    onFile(({ text }) => {
      const found: Report[] = []
      for (const { index, 0: char } of text.matchAll(controls)) {
        if (found.length >= mostReports) break
        found.push({
          message: `The character U+${char.charCodeAt(0).toString(16).toUpperCase()} changes the order in which the code is shown.`,
          at: { start: index, end: index + 1 },
          help: 'Remove it, or write it as an escape such as `\\u202e`.',
        })
      }
      return found
    }),
  ],
}
