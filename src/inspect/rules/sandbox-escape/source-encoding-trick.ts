import type { Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'

const plain = /^(utf-?8(-sig)?|ascii|us-ascii|latin-?1|iso-8859-(1|15)|cp1252|windows-1252)$/i
const cookie = /^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)/

/** A file that Python reads otherwise than it is shown. */
export const sourceEncodingTrick: Rule = {
  id: 'source-encoding-trick',
  title: 'The file asks to be read in an unusual encoding',
  layer: 'syntax',
  severity: 'high',
  confidence: 0.9,
  persona: 'default',
  cwe: [838],
  owasp: ['A08:2021'],
  on: [
    onFile(({ text }) => {
      let start = 0
      for (const line of text.slice(0, 2000).split(/\r\n|\r|\n/, 2)) {
        const name = cookie.exec(line)?.[1]
        if (name !== undefined && !plain.test(name.replaceAll('_', '-'))) {
          return {
            message: `The first lines ask Python to read the file as \`${name}\`, which can show other code than runs.`,
            at: { start, end: start + line.length },
            help: 'Save the file as UTF-8 and remove the line.',
          }
        }
        if (!/^[ \t\f]*(#.*)?$/.test(line)) return undefined
        start += line.length + 1
      }
      return undefined
    }),
  ],
}
