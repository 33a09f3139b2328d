import { type ColumnFindings, type ColumnSample, judgeColumn } from '../detect/column.ts'
import { Cell, type Engine, engineError } from '../engine.ts'
import { kindOf } from '../kind.ts'
import { lookAtSource, type Readers } from '../read/readers.ts'
import { readSource, type SourceInfo } from '../source.ts'
import type { SourceColumn } from '../source-column.ts'
import { checkUnchanged, pathsOf, type Writing } from '../source-file.ts'
import { copyAsUtf8 } from '../utf8-copies.ts'
import { type Proposal, propose } from './propose.ts'
import { type ColumnStatistics, sampleOf, statisticsOf } from './statistics.ts'

/** What a data file holds and how its columns could be protected; no value of the data is in it. */
export interface DatasetProfile extends Pick<SourceInfo, 'rowCount' | 'bytes' | 'digest'> {
  readonly columns: readonly ColumnProfile[]
}

export interface ColumnProfile extends ColumnStatistics {
  readonly findings: ColumnFindings
  readonly proposal: Proposal
}

export interface ProfileOptions {
  readonly engine: Engine
  readonly memoryBytes: number
  readonly threads: number
  /** How a text file is written, where its bytes do not say. */
  readonly writing?: Writing | undefined
  readonly signal?: AbortSignal | undefined
  readonly readers?: Readers
}

/** Columns that one query looks at. */
const batch = 100

/** Reads a data file and judges every column by its name and some 2,000 rows spread over the file. Errors are those of `inspectSource`. */
export async function profileFile(path: string, options: ProfileOptions): Promise<DatasetProfile> {
  const { signal, writing, readers = {}, ...engineOptions } = options
  const file = await lookAtSource(path, writing, readers)
  const copies = await copyAsUtf8(file, signal)
  const cell = await Cell.open({
    ...engineOptions,
    sourcePaths: copies?.paths ?? pathsOf(file),
    outRoot: undefined,
    spillDir: undefined,
  })
  try {
    return await cell.use(signal, async (connection) => {
      const source = await readSource(file, { connection, readers, copies, signal })
      const columns: ColumnProfile[] = []
      for (let at = 0; at < source.columns.length; at += batch) {
        signal?.throwIfAborted()
        const part = { ...source, columns: source.columns.slice(at, at + batch) }
        const statistics = await statisticsOf(part, connection)
        const samples = await sampleOf(part, connection)
        columns.push(...statistics.map((column, index) => judge(column, samples[index] ?? [])))
      }
      await checkUnchanged(file)
      const { rowCount, bytes, digest } = source
      return { rowCount, bytes, digest, columns: withKnownNames(columns) }
    })
  } catch (error) {
    throw engineError(error, path, signal)
  } finally {
    cell.close()
    copies?.remove()
  }
}

function judge(column: ColumnStatistics, values: readonly string[]): ColumnProfile {
  const findings = judgeColumn({ name: column.name, type: sampleType(column), values })
  return { ...column, findings, proposal: propose(column, findings) }
}

/** Names of people that a column holds are known again in the texts beside it. */
function withKnownNames(columns: readonly ColumnProfile[]): readonly ColumnProfile[] {
  const names = columns.filter(({ findings }) => findings.kind?.kind === 'person-name')
  const known = names.map(({ name }) => name)
  return columns.map((column): ColumnProfile => {
    const { proposal } = column
    if (proposal.mask.kind !== 'detect') return column
    return { ...column, proposal: { ...proposal, mask: { ...proposal.mask, known } } }
  })
}

function sampleType({ type }: SourceColumn): ColumnSample['type'] {
  const kind = kindOf(type)
  return kind === 'text' || kind === 'integer' || kind === 'number' || kind === 'time'
    ? kind
    : 'other'
}
