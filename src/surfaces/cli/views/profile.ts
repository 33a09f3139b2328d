import type { ProfiledDataset } from '../../../api/operations/data-profile.ts'
import type { ColumnFindings } from '../../../data/detect/column.ts'
import { maskLabel } from '../../../data/policy.ts'
import type { ColumnProfile } from '../../../data/profile/profile.ts'
import type { FrameColumn } from '../../../kernel/answer.ts'
import type { Given } from '../command.ts'
import { fold } from '../fold.ts'
import { renderFoldedTable } from '../folded-table.ts'
import { paint } from './paint.ts'

const headings: readonly FrameColumn[] = [
  { name: 'column', type: 'string' },
  { name: 'type', type: 'string' },
  { name: 'empty', type: 'string' },
  { name: 'distinct', type: 'integer' },
  { name: 'found', type: 'string' },
  { name: 'class', type: 'string' },
  { name: 'mask', type: 'string' },
]

/** What a person reads of a profile: a line a column, never a value. */
export function profileView({ name, profile, fileName }: ProfiledDataset, given: Given): string {
  const { width, hasColor } = given.terminal
  const { bold, dim } = paint(hasColor)
  const { columns, rowCount } = profile
  const counts = `${rowCount.toLocaleString('en')} rows, ${columns.length} columns`
  const hasOutput = given.options['output'] !== undefined
  return [
    `${bold(name)}  ${fileName}: ${counts}`,
    '',
    renderFoldedTable({ columns: headings, rows: columns.map(row), width }),
    '',
    ...fold(
      hasOutput
        ? 'Read the proposed configuration line by line: detection can be wrong.'
        : 'Write the proposed configuration with --output FILE, a page for its owner with --html FILE.',
      width,
    ).map(dim),
  ].join('\n')
}

function row(column: ColumnProfile): string[] {
  const { classification, mask } = column.proposal
  const about = column.isDistinctExact ? '' : '~'
  return [
    column.name,
    column.type.slice(0, 24),
    emptyText(column.nullShare),
    `${about}${column.distinctCount.toLocaleString('en')}`,
    shortFinding(column.findings),
    classification,
    maskLabel(mask),
  ]
}

/** What was found in a column, in a few words. */
export function shortFinding({ kind, inside }: ColumnFindings): string {
  if (kind) return `${kind.kind} ${Math.round(kind.confidence * 100)} %`
  return inside.length === 0 ? '–' : `texts with ${inside.map((found) => found.kind).join(', ')}`
}

/** A share as whole percents, without rounding some to none. */
export function emptyText(share: number): string {
  return share > 0 && share < 0.01 ? '<1 %' : `${Math.round(share * 100)} %`
}
