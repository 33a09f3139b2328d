import { type CatalogEntry, protectionOf } from '../../../api/operations/data-catalog.ts'
import type { ColumnProfile } from '../../../data/profile/profile.ts'
import type { FrameColumn } from '../../../kernel/answer.ts'
import type { Given } from '../command.ts'
import { renderTable } from '../table.ts'
import { paint } from './paint.ts'
import { emptyText, shortFinding } from './profile.ts'

const headings: readonly FrameColumn[] = [
  { name: 'column', type: 'string' },
  { name: 'type', type: 'string' },
  { name: 'empty', type: 'string' },
  { name: 'distinct', type: 'integer' },
  { name: 'class', type: 'string' },
  { name: 'default mask', type: 'string' },
  { name: 'looks like', type: 'string' },
]

/** What a person reads of the catalog: a table a dataset, never a value. */
export function catalogView(entries: readonly CatalogEntry[], given: Given): string {
  if (entries.length === 0) return 'The configuration has no datasets.'
  return entries.map((entry) => entryView(entry, given)).join('\n\n')
}

function entryView({ policy, profile, problem }: CatalogEntry, given: Given): string {
  const { bold, dim } = paint(given.terminal.hasColor)
  const { name, classification, owner, source } = policy
  const about = [classification, `owner ${owner ?? 'not named'}`, source ?? 'no source'].join('  ')
  const heading = `${bold(name)}  ${about}`
  if (!profile) return `${heading}\n${problem ?? ''}`
  const { columns, rowCount, digest } = profile
  return [
    heading,
    dim(`version ${digest.slice(0, 16)}, ${rowCount.toLocaleString('en')} rows`),
    '',
    renderTable({
      columns: headings,
      rows: columns.map((column) => row(column, protectionOf(policy, column.name))),
      rowCount: columns.length,
      width: Math.max(given.terminal.width, 120),
    }),
  ].join('\n')
}

function row(
  column: ColumnProfile,
  { classification, mask }: ReturnType<typeof protectionOf>,
): string[] {
  return [
    column.name,
    column.type,
    emptyText(column.nullShare),
    `${column.isDistinctExact ? '' : '~'}${column.distinctCount.toLocaleString('en')}`,
    classification,
    mask,
    shortFinding(column.findings),
  ]
}
