import type { Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

/** Columns beyond which nobody looks. */
const farRight = 200

/** Code that was pushed out of sight. */
export const hiddenCode: Rule = {
  id: 'hidden-code',
  title: 'Code stands far to the right, behind blanks',
  layer: 'pattern',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [506],
  owasp: ['A08:2021'],
  on: [
    onNode('Expr', ({ node }, { text }) => reportOn(node, text)),
    onNode('Assign', ({ node }, { text }) => reportOn(node, text)),
    onNode('Import', ({ node }, { text }) => reportOn(node, text)),
    onNode('ImportFrom', ({ node }, { text }) => reportOn(node, text)),
  ],
}

function reportOn({ start }: { readonly start: number }, text: string) {
  const before = text.slice(Math.max(0, start - farRight), start)
  if (before.length < farRight || before.trim() !== '' || /[\r\n]/.test(before)) return undefined
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  return line.trimEnd().endsWith(';')
    ? { message: 'This code stands behind more blanks than a screen is wide.' }
    : undefined
}
