import { type CatalogEntry, protectionOf } from '../../../api/operations/data-catalog.ts'
import type { ColumnProfile } from '../../../data/profile/profile.ts'
import type { FrameColumn } from '../../../kernel/answer.ts'
import type { Given } from '../command.ts'
import { fold } from '../fold.ts'
import { renderFoldedTable } from '../folded-table.ts'
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
  const { width, hasColor } = given.terminal
  const { bold, dim } = paint(hasColor)
  const { name, classification, owner, source } = policy
  const about = [classification, `owner ${owner ?? 'not named'}`, source ?? 'no source'].join('  ')
  const [first = '', ...more] = fold(`${name}  ${about}`, width, '  ')
  const heading = [`${bold(name)}${first.slice(name.length)}`, ...more].join('\n')
  if (!profile) return [heading, ...fold(problem ?? '', width)].join('\n')
  const { columns, rowCount, digest } = profile
  return [
    heading,
    dim(`version ${digest.slice(0, 16)}, ${rowCount.toLocaleString('en')} rows`),
    '',
    renderFoldedTable({
      columns: headings,
      rows: columns.map((column) => row(column, protectionOf(policy, column.name))),
      width,
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
