import type { Report, Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'

const farthest = 80
const controls = /[\v\f\u0085\u2028\u2029]/

/** Statements, or lines, that an editor does not show where they are. */
export const codeOffScreen: Rule = {
  id: 'code-off-screen',
  title: 'Code stands where it is not seen',
  layer: 'syntax',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [506, 838],
  owasp: ['A08:2021'],
  on: [
    onFile(({ module, text }) => {
      const found: Report[] = []
      for (const { end } of module.body) {
        const next = hiddenAfter(text, end)
        if (next !== undefined)
          found.push(report(next, 'A statement follows far to the right on the same line.'))
      }
      return found
    }),
    onFile(({ text, comments }) =>
      comments.flatMap(({ start, end }) => {
        const at = text.slice(start, end).search(controls)
        const isBreak =
          text.charAt(end) === '\r' && text.charAt(end + 1) !== '\n' && text.includes('\n')
        if (at < 0 && !isBreak) return []
        return [
          report(at < 0 ? end : start + at, 'A comment holds a character that hides what follows.'),
        ]
      }),
    ),
  ],
}

/** Where a statement stands after `;` and a long stretch of blanks. */
function hiddenAfter(text: string, end: number): number | undefined {
  let at = skipBlanks(text, end)
  if (text.charAt(at) !== ';') return undefined
  const before = at - end
  at = skipBlanks(text, at + 1)
  const isFar = at - end > farthest || before > farthest
  return isFar && !/[\r\n#]|^$/.test(text.charAt(at)) ? at : undefined
}

function skipBlanks(text: string, from: number): number {
  let at = from
  while (text.charAt(at) === ' ' || text.charAt(at) === '\t') at++
  return at
}

function report(at: number, message: string): Report {
  return {
    message,
    at: { start: at, end: at + 1 },
    help: 'Give every statement a line of its own.',
  }
}
