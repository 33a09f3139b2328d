import type { FrameColumn } from '../../kernel/answer.ts'
import { cleanText } from './clean-text.ts'
import { fold } from './fold.ts'
import { align, gap, rule, width } from './table.ts'

export interface FoldedTableView {
  readonly columns: readonly FrameColumn[]
  readonly rows: readonly (readonly string[])[]
  /** Terminal columns that the table may take. */
  readonly width: number
}

const narrowest = 3

/** Draws every column and the whole of every cell: what does not fit is folded onto further lines, the widest columns first. */
export function renderFoldedTable({ columns, rows, width: limit }: FoldedTableView): string {
  const names = columns.map(({ name }) => name)
  const cells = [names, ...rows].map((row) => row.map((text) => cleanText(text, 'cell')))
  const widest = (sizeOf: (text: string) => number) =>
    columns.map((_, at) => Math.max(narrowest, ...cells.map((row) => sizeOf(row[at] ?? ''))))
  const whole = widest(width)
  const words = widest((text) => Math.max(...text.split(' ').map(width)))
  const widths = fitting({ whole, words }, limit - gap.length * (columns.length - 1))
  const lines = cells.map((row) => foldedRow(row, widths, columns))
  return [lines[0] ?? [], [rule(widths)], ...lines.slice(1)].flat().join('\n')
}

interface Sizes {
  /** Of each column's longest cell. */
  readonly whole: readonly number[]
  /** Of each column's longest word. */
  readonly words: readonly number[]
}

/** The largest widths give way first, and only where it must be to less than a word. */
function fitting({ whole, words }: Sizes, limit: number): readonly number[] {
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0)
  const [start, least] = sum(words) <= limit ? [whole, words] : [words, words.map(() => narrowest)]
  const cutTo = (most: number) =>
    start.map((size, at) => Math.min(size, Math.max(most, least[at] ?? narrowest)))
  let most = Math.max(...start)
  while (most > narrowest && sum(cutTo(most)) > limit) most--
  const cut = cutTo(most)
  const spare = Math.max(0, limit - sum(cut))
  const first = cut.findIndex((size, at) => size < (start[at] ?? 0))
  return cut.map((size, at) => (at === first ? Math.min(start[at] ?? size, size + spare) : size))
}

function foldedRow(
  row: readonly string[],
  widths: readonly number[],
  columns: readonly FrameColumn[],
): string[] {
  const folded = widths.map((size, at) => foldCell(row[at] ?? '', size))
  const height = Math.max(...folded.map((lines) => lines.length))
  return Array.from({ length: height }, (_, line) =>
    widths
      .map((size, at) => align(folded[at]?.[line] ?? '', size, columns[at]))
      .join(gap)
      .trimEnd(),
  )
}

/** At spaces where there are some, else after the last sign between words, else anywhere. */
function foldCell(text: string, size: number): string[] {
  return fold(text, size).flatMap((line) => {
    const lines: string[] = []
    let rest = [...line]
    while (rest.length > size) {
      const sign = rest.slice(0, size).findLastIndex((letter) => '_-./:,'.includes(letter))
      const end = sign > 0 ? sign + 1 : size
      lines.push(rest.slice(0, end).join(''))
      rest = rest.slice(end)
    }
    return [...lines, rest.join('')]
  })
}
