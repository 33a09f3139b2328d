import type { Report, Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'

/** Runs of characters that are not shown: variation selectors, tags, zero-width characters. */
const run =
  /(?:\p{Variation_Selector}|[\u200B-\u200D\u2060-\u2064\uFEFF]|[\u{E0020}-\u{E007F}]){8,}/gu
const flag = /^(?:[\u{E0020}-\u{E007F}]){1,12}$/u

/** Text that is hidden in characters which no editor shows. */
export const invisiblePayload: Rule = {
  id: 'invisible-payload',
  title: 'Text is hidden in characters that are not shown',
  layer: 'syntax',
  severity: 'critical',
  confidence: 0.9,
  persona: 'default',
  cwe: [506, 1007],
  owasp: ['LLM01:2025', 'A08:2021'],
  on: [
    onFile(({ text }) => {
      const found: Report[] = []
      for (const { index, 0: hidden } of text.matchAll(run)) {
        const isFlag = flag.test(hidden) && text.slice(0, index).endsWith('🏴')
        if (isFlag || found.length >= 20) continue
        found.push({
          message: `${[...hidden].length} characters in a row are not shown, and may hold code or orders to a model.`,
          at: { start: index, end: index + hidden.length },
          help: 'Remove them.',
        })
      }
      return found
    }),
  ],
}
