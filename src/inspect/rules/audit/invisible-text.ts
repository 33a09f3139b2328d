import type { Report, Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'

const beyondAscii = /[\u0080-\uffff]/
const directions = /[\u202a-\u202e\u2066-\u2069]/
const tags = /[\u{e0000}-\u{e007f}]/u
const hidden = /[\u200b\u2060-\u2064\u00ad\u180e]/
const flagOrEmoji = /\u{1f3f4}[\u{e0061}-\u{e007f}]+/gu
const mostReports = 20

/** Characters that a reader does not see, or that make text look other than it is. */
export const invisibleText: Rule = {
  id: 'invisible-text',
  title: 'The source holds invisible or reordering characters',
  layer: 'pattern',
  severity: 'high',
  confidence: 0.9,
  persona: 'default',
  cwe: [1007, 1427],
  owasp: ['LLM01:2025'],
  on: [
    onFile(({ text }) => {
      if (!beyondAscii.test(text)) return undefined
      const reports: Report[] = []
      for (const line of linesOf(text)) {
        const report = reportOn(line.text)
        if (report)
          reports.push({ ...report, at: { start: line.start, end: line.start + line.text.length } })
        if (reports.length >= mostReports) break
      }
      return reports
    }),
  ],
}

function reportOn(line: string): Report | undefined {
  if (!beyondAscii.test(line)) return undefined
  if (directions.test(line)) {
    return {
      message:
        'The line holds characters that turn the direction of the text, so that it reads other than it runs.',
      help: 'Remove them, or write them as escapes.',
    }
  }
  if (tags.test(line.replace(flagOrEmoji, ''))) {
    return {
      message: 'The line holds tag characters, which hide text from people and not from models.',
      help: 'Remove them.',
    }
  }
  if (!hidden.test(line)) return undefined
  return {
    message: 'The line holds invisible characters.',
    severity: /\w[\u200b\u2060-\u2064\u180e]\w|[\u200b\u2060-\u2064]{2}/.test(line)
      ? 'medium'
      : 'low',
    help: 'Remove them, or write them as escapes.',
  }
}

function* linesOf(text: string): Generator<{ start: number; text: string }> {
  let start = 0
  while (start < text.length) {
    const end = text.indexOf('\n', start)
    const stop = end < 0 ? text.length : end
    yield { start, text: text.slice(start, stop) }
    start = stop + 1
  }
}
