import type { Finding } from '../kernel/finding.ts'
import type { Severity } from '../kernel/severity.ts'
import { LineIndex } from '../python/lines.ts'
import { codeFrame } from './code-frame.ts'
import { displayText } from './display-text.ts'
import type { FileReport } from './report.ts'
import { summarise } from './report.ts'

export interface TerminalOptions {
  readonly hasColour: boolean
  /** Columns of the terminal; lines are wrapped or cut to it, down to 40. */
  readonly width: number
}

type Style = 'bold' | 'dim' | Severity

/** SGR parameters (ECMA-48). */
const styles: Readonly<Record<Style, string>> = {
  bold: '1',
  dim: '2',
  low: '36',
  medium: '33',
  high: '31',
  critical: '1;31',
}

/** Findings as a person reads them: place, severity, rule and message, the code with marks, help, and a summary. */
export function renderTerminal(files: readonly FileReport[], options: TerminalOptions): string {
  const painter = new Painter(options)
  const parts = files.flatMap((file) => {
    const lines = new LineIndex(file.text)
    return file.findings.map((finding) => painter.finding(file, finding, lines))
  })
  return `${[...parts, painter.summary(`${summarise(files)}.`)].join('\n\n')}\n`
}

class Painter {
  readonly #hasColour: boolean
  readonly #width: number

  constructor({ hasColour, width }: TerminalOptions) {
    this.#hasColour = hasColour
    this.#width = Math.max(40, width)
  }

  paint(style: Style, text: string): string {
    return this.#hasColour ? `\u001b[${styles[style]}m${text}\u001b[0m` : text
  }

  summary(text: string): string {
    return this.#wrapped('', text)
      .map((line) => this.paint('bold', line))
      .join('\n')
  }

  finding(file: FileReport, finding: Finding, lines: LineIndex): string {
    const { span, severity, rule, message, help, flow = [] } = finding
    const place = `${displayText(file.path)}:${span.line}:${span.column + 1}`
    const head = `${this.paint('bold', place)}: ${this.paint(severity, `${severity}[${rule}]`)}`
    const texts = [head, ...this.#wrapped('  ', displayText(message))]
    texts.push(...this.#frame(file.text, finding, lines))
    for (const step of flow) {
      texts.push(...this.#wrapped('  ', `${step.span.line}: ${displayText(step.message)}`))
    }
    if (help !== undefined) texts.push(...this.#wrapped('  ', displayText(help), 'help: '))
    return texts.join('\n')
  }

  #frame(text: string, { span, severity }: Finding, lines: LineIndex): readonly string[] {
    const gutterWidth = String(span.line).length
    const width = this.#width - gutterWidth - 5
    return codeFrame(text, span, { lines, width, before: 1 }).map(
      ({ gutter, text: line, isMark }) => {
        const rail = this.paint('dim', `  ${gutter.padStart(gutterWidth)} |`)
        return `${rail} ${isMark ? this.paint(severity, line) : line}`.trimEnd()
      },
    )
  }

  /** Lines of at most the width, each after the indent; the label stands before the first. */
  #wrapped(indent: string, text: string, label = ''): readonly string[] {
    const lines: string[] = []
    let line = ''
    for (const word of text.split(/\s+/)) {
      const room = this.#width - indent.length - label.length
      if (line !== '' && line.length + 1 + word.length > room) {
        lines.push(line)
        line = word
      } else line = line === '' ? word : `${line} ${word}`
    }
    lines.push(line)
    const rest = ' '.repeat(label.length)
    return lines.map((part, i) => `${indent}${i === 0 ? this.#label(label) : rest}${part}`)
  }

  #label(label: string): string {
    return label === '' ? '' : this.paint('dim', label)
  }
}
