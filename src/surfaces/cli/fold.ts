/** Breaks a line at its spaces so that it fits a width; further lines begin with `indent`. A longer word stays whole. */
export function fold(line: string, width: number, indent = ''): string[] {
  const lines: string[] = []
  let current = ''
  for (const [at, [spaced, word = '']] of [...line.matchAll(/ *([^ ]+)/g)].entries()) {
    if (at === 0 || current.length + spaced.length <= width) current += spaced
    else {
      lines.push(current)
      current = indent + word
    }
  }
  return [...lines, current]
}

/** Folds the prose of a Markdown page, list items under their text; code, tables and headings stay as they are. */
export function foldMarkdown(text: string, width: number): string {
  let isCode = false
  const lines = text.split('\n').flatMap((line) => {
    const isFence = /^\s*```/.test(line)
    if (isFence) isCode = !isCode
    if (isFence || isCode || /^(?: {4}|\||#)/.test(line)) return [line]
    const marker = /^ *(?:[-*]|\d+\.) /.exec(line)?.[0] ?? ''
    return fold(line, width, ' '.repeat(marker.length))
  })
  return lines.join('\n')
}
