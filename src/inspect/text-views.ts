import type { Comment } from '../python/fault.ts'
import type { Module, Node, Positioned } from '../python/nodes.ts'
import { walk } from '../python/visit.ts'

/** What of a script is looked at: `code` is the text without strings and comments, `raw` all of it. */
export type TextView = 'code' | 'strings' | 'comments' | 'raw'

export const textViews = ['code', 'strings', 'comments', 'raw'] as const satisfies TextView[]

/** One line of a view. */
export interface ViewLine {
  readonly text: string
  /** Where it starts in the script; for strings, whose text is not what the script holds, the whole string. */
  readonly at: Positioned
  readonly isExact: boolean
}

interface Read {
  readonly text: string
  readonly module: Module
  readonly comments: readonly Comment[]
}

/** The lines of a view, in the order of the text. Strings are as the running code has them: unescaped, joined, one by one. */
export function viewLines(read: Read, view: TextView): readonly ViewLine[] {
  switch (view) {
    case 'raw':
      return exactLines(read.text, 0)
    case 'code':
      return exactLines(codeOf(read), 0)
    case 'comments':
      return read.comments.flatMap(({ start, end }) =>
        exactLines(read.text.slice(start, end), start),
      )
    default:
      return stringLines(read.module)
  }
}

function exactLines(text: string, from: number): readonly ViewLine[] {
  const found: ViewLine[] = []
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    const start = from + index
    found.push({ text: line, at: { start, end: start + line.length }, isExact: true })
  }
  return found
}

function stringLines(module: Module): readonly ViewLine[] {
  const found: ViewLine[] = []
  walk(module, (node) => {
    if (!isString(node)) return true
    for (const text of node.value.split(/[\r\n]+/)) {
      if (text !== '') found.push({ text, at: node, isExact: false })
    }
    return true
  })
  return found
}

function isString(node: Node): node is Node & { kind: 'Constant'; value: string } {
  return node.kind === 'Constant' && (node.type === 'str' || node.type === 'bytes')
}

/** The text with blanks for strings and comments, so that everything else stays where it is. */
function codeOf({ text, module, comments }: Read): string {
  const cuts: Cut[] = comments.map(({ start, end }) => ({ start, end, shown: false }))
  walk(module, (node) => {
    const { start, end } = node
    if (isString(node) || node.kind === 'JoinedStr' || node.kind === 'TemplateStr') {
      cuts.push({ start, end, shown: false })
    } else if (node.kind === 'FormattedValue' || node.kind === 'Interpolation') {
      cuts.push({ start: node.value.start, end: node.value.end, shown: true })
    }
    return true
  })
  return blanked(text, cuts)
}

interface Cut extends Positioned {
  readonly shown: boolean
}

/** The innermost cut around a place decides; cuts nest and never cross. */
function blanked(text: string, cuts: readonly Cut[]): string {
  const edges = cuts
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start || b.end - a.end)
  const around: Cut[] = []
  let result = ''
  let at = 0
  const upTo = (end: number) => {
    const part = text.slice(at, end)
    result += around.at(-1)?.shown === false ? part.replaceAll(/[^\r\n]/g, ' ') : part
    at = Math.max(at, end)
  }
  const leave = (before: number) => {
    for (let top = around.at(-1); top && top.end <= before; top = around.at(-1)) {
      upTo(top.end)
      around.pop()
    }
  }
  for (const cut of edges) {
    leave(cut.start)
    upTo(cut.start)
    around.push(cut)
  }
  leave(text.length)
  upTo(text.length)
  return result
}
