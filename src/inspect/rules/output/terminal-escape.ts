import type { Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'

/** What follows the escape character. */
const commands = /^(?:\](?:52|0|2|8|1337|50);|\[8m|P|\[\d{0,4}[tn])/

/** Escape sequences that do more than colour. */
export const terminalEscape: Rule = {
  id: 'terminal-escape',
  title: 'Output holds commands for the terminal',
  layer: 'pattern',
  severity: 'low',
  confidence: 0.7,
  persona: 'default',
  cwe: [150],
  owasp: ['A03:2021'],
  on: [
    onFile((context) =>
      context.texts.flatMap(({ text, node }) =>
        text.includes('\x1b') &&
        text
          .split('\x1b')
          .slice(1, 200)
          .some((rest) => commands.test(rest))
          ? [
              {
                message: 'The text holds a command for the terminal.',
                at: node,
                help: 'Use colours only.',
              },
            ]
          : [],
      ),
    ),
  ],
}
