import type { Report, Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'

/** Marks of writing direction, and letters without width; a byte order mark may begin a file. */
const hidden = /[\u202a-\u202e\u2066-\u2069]|(?<!^)[\u200b\u2060\ufeff]|[\u{e0000}-\u{e007f}]/gu
/** They come in with pasted text and reorder nothing. */
const widthless = new Set(['\u200b', '\u2060', '\ufeff'])
const mostReports = 20

/** Text that a reader sees otherwise than Python reads it (CVE-2021-42574). */
export const hiddenCharacters: Rule = {
  id: 'hidden-characters',
  title: 'The source holds characters that hide or reorder text',
  layer: 'pattern',
  severity: 'high',
  confidence: 0.9,
  persona: 'default',
  cwe: [1007, 451],
  owasp: ['LLM01:2025'],
  on: [onFile(({ text }) => [...reports(text)])],
}

function* reports(text: string): Generator<Report> {
  let count = 0
  for (const { 0: char, index } of text.matchAll(hidden)) {
    if (count++ === mostReports) return
    const code = char.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')
    yield {
      message: `The invisible character U+${code} makes this line read otherwise than it runs.`,
      help: 'Remove it, or write it as an escape.',
      ...(widthless.has(char) ? { severity: 'low' as const } : {}),
      at: { start: index, end: index + char.length },
    }
  }
}
