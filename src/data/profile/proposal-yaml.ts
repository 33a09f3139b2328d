import { type DatasetName, parseDatasetName } from '../../kernel/ids.ts'
import { type Mask, maskLabel } from '../policy.ts'
import type { ColumnProfile, DatasetProfile } from './profile.ts'
import { highest } from './propose.ts'

/** A dataset's name made from a file's: `Bond prices-2.csv` gives `Bond_prices_2`. */
export function datasetNameOf(fileName: string): DatasetName {
  const stem = fileName.replace(/\.[^.]*$/, '').replace(/[^A-Za-z0-9]+/g, '_')
  const bare = stem.replace(/^[^A-Za-z]+|_+$/g, '').slice(0, 63)
  const name = parseDatasetName(bare)
  return typeof name === 'string' ? name : (`data_${bare}`.slice(0, 63) as DatasetName)
}

/**
 * A configuration with the proposed protection of one dataset. Nobody sees a row until its owner writes who may, and columns
 * that come later are not shown.
 */
export function proposalYaml(name: DatasetName, { columns }: DatasetProfile): string {
  const shown = columns.filter(({ proposal }) => proposal.mask.kind === 'none')
  return [
    '# Proposed by "cordon data profile". Read every line before you use it: detection can be wrong.',
    'version: 1',
    'datasets:',
    `  ${name}:`,
    '    # The highest classification of the columns that are shown as they are.',
    `    classification: ${highest(shown.map(({ proposal }) => proposal.classification))}`,
    '    # Nobody sees a row yet. Write a CEL condition for each role, such as analyst: row.region == user.region',
    '    rows:',
    '      default: "false"',
    '    columns-default: remove',
    '    columns:',
    ...columns.flatMap(columnLines),
    '',
  ].join('\n')
}

/** What was found in a column, in words, e.g. `isin, 99 % sure`. */
export function findingText({ findings: { kind, inside } }: ColumnProfile): string {
  if (kind) {
    const basis = kind.share === 0 ? ', by its name' : ''
    return `${kind.kind}, ${Math.round(kind.confidence * 100)} % sure${basis}`
  }
  if (inside.length === 0) return 'nothing sensitive found'
  const kinds = inside.map((found) => `${found.kind} in ${percent(found.share)}`)
  return `texts with ${kinds.join(', ')} of the values`
}

function percent(share: number): string {
  return share < 0.01 ? 'under 1 %' : `${Math.round(share * 100)} %`
}

function columnLines(column: ColumnProfile): string[] {
  const { classification, mask } = column.proposal
  return [
    `      # ${findingText(column)}`,
    `      ${JSON.stringify(column.name)}: { classification: ${classification}, mask: ${maskYaml(mask)} }`,
  ]
}

function maskYaml(mask: Mask): string {
  if (mask.kind === 'detect') {
    const known = mask.known.length > 0 ? `, known: ${JSON.stringify(mask.known)}` : ''
    return `{ detect: ${JSON.stringify(mask.kinds)}${known} }`
  }
  return mask.kind === 'bin' || mask.kind === 'date' ? `{ ${maskLabel(mask)} }` : `"${mask.kind}"`
}
