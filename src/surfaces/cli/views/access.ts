import type { AccessChange } from '../../../flow/compare-access.ts'
import type { AccessExplanation, Said } from '../../../flow/explain-access.ts'
import type { FrameColumn } from '../../../kernel/answer.ts'
import type { Given } from '../command.ts'
import { fold } from '../fold.ts'
import { renderFoldedTable } from '../folded-table.ts'
import { paint } from './paint.ts'

/** What a person reads of what somebody may do and see, dataset by dataset. */
export function accessView(datasets: readonly AccessExplanation[], given: Given): string {
  if (datasets.length === 0) return 'The configuration has no datasets.'
  return datasets.map((dataset) => datasetView(dataset, given)).join('\n\n')
}

/** What a person reads of how two configurations differ for somebody. */
export function accessDiffView(changes: readonly AccessChange[], given: Given): string {
  if (changes.length === 0) return 'Nothing changes.'
  const rows = changes.map(({ dataset, what, before, after, effect }) => [
    effect,
    dataset,
    what,
    before,
    after,
  ])
  return table(['effect', 'dataset', 'what', 'before', 'after'], rows, given)
}

function datasetView(explained: AccessExplanation, given: Given): string {
  const { bold } = paint(given.terminal.hasColor)
  const { dataset, classification, permissions, rows, columns, otherColumns } = explained
  const operations = permissions.map(({ operation, isPermitted, by }) => [
    operation,
    isPermitted ? 'allowed' : 'denied',
    by ? `${place(by)}${by.text}` : 'no permission of the caller covers it',
  ])
  const masks = [...columns, { ...otherColumns, name: '(other columns)' }].map((column) => [
    column.name,
    column.classification,
    column.mask,
    source(column),
  ])
  return [
    `${bold(dataset)}  ${classification}`,
    '',
    table(['operation', 'is', 'because of'], operations, given),
    '',
    rowsView(rows, given),
    '',
    table(['column', 'class', 'mask', 'because of'], masks, given),
    ...refusals(explained, given),
  ].join('\n')
}

/** What a table of permissions does not show: runs that are denied for a clearance, or for one column. */
function refusals({ refusal, columns }: AccessExplanation, given: Given): string[] {
  const { red } = paint(given.terminal.hasColor)
  const texts =
    refusal === null
      ? columns.flatMap((column) =>
          column.refusal === null
            ? []
            : `A run that uses ${column.name} is denied: ${column.refusal}.`,
        )
      : [`Every run on it is denied: ${refusal}.`]
  return texts.flatMap((text) => ['', ...fold(text, given.terminal.width).map(red)])
}

function rowsView(rows: AccessExplanation['rows'], given: Given): string {
  if (rows.length === 0) {
    const none = 'No rows: no row condition is for a role of the caller, and there is no default.'
    return fold(none, given.terminal.width).join('\n')
  }
  const lines = rows.map((row) => [
    row.denial === null ? row.condition : `none: ${row.denial}`,
    source(row),
  ])
  return table(['rows', 'because of'], lines, given)
}

/** The line, and the path below the dataset. */
function source(said: Said): string {
  return `${place(said)}${said.path.split(' -> ').slice(2).join(' -> ')}`
}

function place({ line }: Said): string {
  return line === null ? '' : `line ${line}: `
}

function table(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  given: Given,
): string {
  const columns = names.map((name): FrameColumn => ({ name, type: 'string' }))
  return renderFoldedTable({ columns, rows, width: given.terminal.width })
}
