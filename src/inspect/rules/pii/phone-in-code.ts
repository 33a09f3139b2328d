import type { Node } from '../../../python/nodes.ts'
import type { Report, Rule } from '../../rule.ts'
import { onFile, onNamedValue } from '../../rule.ts'

const international =
  /(?<![\w+.-])\+[1-9]\d{0,2}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]?\d{2,4}){1,4}(?![\w.-])/g
const national = /^\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$/

/** Telephone numbers in international form or under a name that says so. */
export const phoneInCode: Rule = {
  id: 'phone-in-code',
  title: "Someone's telephone number is written in the code",
  layer: 'pattern',
  severity: 'low',
  confidence: 0.5,
  persona: 'default',
  cwe: [359],
  owasp: ['A04:2021'],
  on: [
    onFile((context) => {
      const found: Report[] = []
      for (const { text, node } of context.texts) {
        if (!text.includes('+') || text.length > 20_000) continue
        const real = [...text.matchAll(international)].some(([number]) => isPossible(number))
        if (real) found.push(report(node))
      }
      return found
    }),
    onNamedValue(
      /(^|_)(phone|mobile|tel|cell|fax)(_?(number|no))?$/i,
      ({ value, site }, { meaning }) => {
        const text = meaning.text(value, site)
        return text !== undefined && national.test(text) && isPossible(text)
          ? report(value)
          : undefined
      },
    ),
  ],
}

/** Numbers with 555-01 after the area code are kept free for fiction. */
function isPossible(number: string): boolean {
  const digits = number.replaceAll(/\D/g, '')
  return (
    digits.length >= 9 &&
    digits.length <= 15 &&
    !/^1?\d{3}55501/.test(digits) &&
    !/(\d)\1{6}|1234567/.test(digits)
  )
}

function report(at: Node): Report {
  return {
    message: 'The code holds what looks like a telephone number.',
    at,
    help: 'Take it from the settings, or use a number that is kept free, such as +1 202 555 0123.',
  }
}
