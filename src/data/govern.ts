import { createHash } from 'node:crypto'
import { readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { CordonError } from '../kernel/errors.ts'
import type { GrantedDataset } from '../kernel/grant.ts'
import type { DatasetName, Sha256 } from '../kernel/ids.ts'
import { formatIssue } from '../kernel/issue.ts'
import type { Principal } from '../kernel/principal.ts'
import { policyIssues, rowsFor } from './access.ts'
import { type ArrowModule, castForArrow, writeArrow } from './arrow-file.ts'
import { type Cell, type Engine, engineError, isOutOfMemory } from './engine.ts'
import { freeTextMasker } from './free-text.ts'
import { type AnswerColumn, hasSmallGroup } from './group-size.ts'
import {
  columnKey,
  columnPads,
  type KeyUse,
  type MaskKeys,
  type MaskScope,
  maskKeyOf,
  newestVersion,
} from './keys.ts'
import { KnownValues } from './known-values.ts'
import { OpenSources, type Room } from './open-sources.ts'
import { columnsOf, copyToParquet, type Plan, type PlanRequest, planGrant } from './plan.ts'
import type { DatasetPolicy } from './policy.ts'
import { candidatesIn, findProtected, protectionFor } from './protected-values.ts'
import { conditionColumns, expressionColumns, pushedRows } from './push-down.ts'
import { lookAtSource, type Readers } from './read/readers.ts'
import { regionMasker } from './regions.ts'
import { type Restoration, type RestoreRequest, restoreTokens } from './restore.ts'
import { heldColumns, type OpenedSource, type SourceInfo } from './source.ts'
import type { TableColumn } from './source-column.ts'
import { checkUnchanged, digestFile, type Slice, type SourceFile } from './source-file.ts'

export interface GovernorOptions {
  readonly engine: Engine
  /** Imports apache-arrow, which takes too long for those who never ask for an Arrow file. */
  readonly loadArrow: () => Promise<ArrowModule>
  /** The installation's secrets for pseudonyms. */
  readonly maskKeys: MaskKeys
  /** Every `outDir` must lie in this folder; nothing else can be written. */
  readonly outRoot: string
  /** Where rows that do not fit in memory may be kept for the time of a query; it must be as private as the data. */
  readonly spillDir?: string
  readonly memoryBytes: number
  readonly threads: number
  /** Engines of formats that DuckDB alone does not read. */
  readonly readers?: Readers
}

export interface GovernRequest {
  readonly name: DatasetName
  readonly path: string
  readonly policy: DatasetPolicy
  readonly principal: Principal
  readonly scope: MaskScope
  /** An existing folder inside the governor's `outRoot`. The file in it is called `<name>.<format>` and must not exist. */
  readonly outDir: string
  readonly format: 'parquet' | 'arrow'
  /** Columns to grant at most; all visible ones when left out. */
  readonly neededColumns?: readonly string[]
  readonly signal?: AbortSignal
}

/** What of a source somebody asks for. */
type Asking = Pick<GovernRequest, 'path' | 'policy' | 'principal' | 'neededColumns' | 'signal'>

/** Makes what a caller may see of a data file into a file that holds nothing else. */
export interface Governor {
  /** Columns, rows and digest of a data file; remembered until the file changes. */
  readonly inspectSource: (path: string, signal?: AbortSignal) => Promise<SourceInfo>
  /**
   * Writes the rows and masked columns that the policy grants the caller. Throws `policy-mismatch` where policy and data do not
   * fit or no row condition names a role of the caller; leaves no file behind on any failure.
   */
  readonly govern: (request: GovernRequest) => Promise<GrantedDataset>
  /** Words of some texts that are values which the policy keeps from the caller. */
  readonly findProtected: (request: Asking, texts: readonly string[]) => Promise<readonly string[]>
  /** True where rows of an answer speak of fewer than `least` of the rows that the request grants. */
  readonly hasSmallGroup: (
    request: GovernRequest,
    columns: readonly AnswerColumn[],
    least: number,
  ) => Promise<boolean>
  /** Turns tokens back for a caller who may see their column anyway. */
  readonly restore: (request: RestoreRequest) => Restoration
  readonly close: () => void
}

/** Opens the data room. Each source is read by a DuckDB instance that can reach nothing but that source. */
export async function openGovernor(options: GovernorOptions): Promise<Governor> {
  const outRoot = realpathSync(options.outRoot)
  const { engine, spillDir, memoryBytes, threads } = options
  const readers = { loadArrow: options.loadArrow, ...options.readers }
  const sources = new OpenSources({ engine, outRoot, spillDir, memoryBytes, threads, readers })

  async function inspectSource(path: string, signal?: AbortSignal): Promise<SourceInfo> {
    const file = await lookAtSource(path, undefined, readers)
    try {
      const { columns, rowCount, bytes, digest } = (await sources.open(file, signal)).source
      return { columns, rowCount, bytes, digest }
    } catch (error) {
      throw engineError(error, path, signal)
    }
  }

  async function lookAtPart(request: Asking): Promise<SourceFile> {
    const file = await lookAtSource(request.path, request.policy.writing, readers)
    const { table } = file
    return table ? { ...file, slice: sliceOf(request, table.columns) } : file
  }

  async function govern(request: GovernRequest): Promise<GrantedDataset> {
    const { signal } = request
    checkRows(request)
    const outPath = outPathOf(request, outRoot)
    const file = await lookAtPart(request)
    claim(outPath)
    try {
      const room = await sources.open(file, signal)
      const { plan, rowCount } = await withPlan(request, room, options, async (planned) => ({
        plan: planned.plan,
        rowCount: await write({ ...planned, path: outPath, request, ...options }),
      }))
      await checkUnchanged(file)
      return {
        ...granted(request, room.source, plan),
        ...(await describeFile(outPath, signal)),
        rowCount,
      }
    } catch (error) {
      rmSync(outPath, { force: true })
      throw engineError(error, request.path, signal)
    }
  }

  async function findProtectedIn(
    request: Parameters<Governor['findProtected']>[0],
    texts: readonly string[],
  ): Promise<readonly string[]> {
    const { path, policy, principal, signal } = request
    const candidates = candidatesIn(texts)
    if (candidates.size === 0) return []
    try {
      const { cell, source, values } = await sources.open(await lookAtPart(request), signal)
      const protection = protectionFor(policy, principal, heldColumns(source))
      if (protection.columns.length === 0) return []
      const { relation } = source
      return await cell.use(signal, (connection) =>
        findProtected(candidates, protection, { relation, connection, values }),
      )
    } catch (error) {
      throw engineError(error, path, signal)
    }
  }

  async function hasSmallGroupIn(
    request: GovernRequest,
    columns: readonly AnswerColumn[],
    least: number,
  ): Promise<boolean> {
    const { path, signal } = request
    try {
      const file = await lookAtPart(request)
      return await withPlan(request, await sources.open(file, signal), options, (planned) =>
        hasSmallGroup(columns, least, planned),
      )
    } catch (error) {
      throw engineError(error, path, signal)
    }
  }

  return {
    inspectSource,
    govern,
    findProtected: findProtectedIn,
    hasSmallGroup: hasSmallGroupIn,
    restore: (request) => restoreTokens(request, options.maskKeys),
    close: () => sources.close(),
  }
}

function checkRows({ policy, principal, name }: GovernRequest): void {
  if (rowsFor(policy, principal).length > 0) return
  throw new CordonError(
    'policy-mismatch',
    `No row condition of dataset "${name}" is for a role of the caller.`,
    {
      help: `Add one of the caller's roles, or "default", to datasets -> ${name} -> rows.`,
    },
  )
}

function outPathOf({ name, format, outDir }: GovernRequest, outRoot: string): string {
  const inside = relative(outRoot, realpathSync(outDir))
  if (inside === '..' || inside.startsWith(`..${sep}`)) {
    throw new CordonError(
      'internal',
      'The hand-over folder lies outside the folder of all hand-overs.',
    )
  }
  return join(outRoot, inside, `${name}.${format}`)
}

/** Makes the empty file, so that nothing that was there before can be overwritten or removed. */
function claim(path: string): void {
  try {
    writeFileSync(path, '', { flag: 'wx' })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOSPC')
      throw new CordonError('disk-full', 'No space is left in the hand-over folder.')
    throw new CordonError(
      'internal',
      `Cannot make ${JSON.stringify(path)} in the hand-over folder.`,
    )
  }
}

/** What a request needs of a database's table: columns that it grants, masks and conditions look at, and those whose values must not leave. */
function sliceOf(request: Asking, columns: readonly TableColumn[]): Slice {
  const { policy, principal } = request
  const { shown } = columnsOf({ ...request, source: { columns } })
  const needed = new Set([
    ...shown.map(({ name }) => name),
    ...shown.flatMap(({ mask }) => (mask.kind === 'detect' ? mask.known : [])),
    ...shown.flatMap(({ mask }) =>
      mask.kind === 'custom' ? expressionColumns(mask.expression) : [],
    ),
    ...conditionColumns(policy, principal),
    ...protectionFor(policy, principal, columns).columns,
  ])
  const names = columns.map(({ name }) => name).filter((name) => needed.has(name))
  return { columns: names, where: pushedRows(policy, principal, columns) }
}

interface Planned {
  readonly plan: Plan
  readonly connection: DuckDBConnection
}

/** Lends a request's plan and a connection that knows the functions it calls; once more with a frugal plan where memory ran out. */
function withPlan<T>(
  request: GovernRequest,
  { cell, source }: Room,
  options: GovernorOptions,
  work: (planned: Planned) => Promise<T>,
): Promise<T> {
  checkPolicy(request, source)
  return cell.use(request.signal, async (connection) => {
    const maskers = await maskersFor(request, source, { ...options, cell, connection })
    try {
      const planned = (isFrugal: boolean) => ({
        plan: planFor(request, source, { ...options, maskers, isFrugal }),
        connection,
      })
      const first = planned(false)
      return await work(first).catch((error: unknown) => {
        if (first.plan.isJoined && isOutOfMemory(error)) return work(planned(true))
        throw error
      })
    } finally {
      cell.maskers.remove([...maskers.values()])
    }
  })
}

/** Takes up the functions that masks of columns call which the caller sees; gives their names. */
async function maskersFor(
  request: GovernRequest,
  source: OpenedSource,
  { maskKeys, cell, connection }: Pick<GovernorOptions, 'maskKeys'> & Lent,
): Promise<ReadonlyMap<string, string>> {
  const maskers = new Map<string, string>()
  for (const { name: column, mask } of columnsOf({ ...request, source }).shown) {
    if (mask.kind === 'region') maskers.set(column, cell.maskers.add(regionMasker(mask.places)))
    if (mask.kind !== 'detect') continue
    const known = await KnownValues.read(source, mask.known, connection)
    const masker = freeTextMasker({ mask, column, keys: maskKeys, scope: request.scope, known })
    maskers.set(column, cell.maskers.add(masker))
  }
  return maskers
}

interface Lent {
  readonly cell: Cell
  readonly connection: DuckDBConnection
}

function checkPolicy({ policy, path }: GovernRequest, { columns }: OpenedSource): void {
  const issues = policyIssues(policy, columns)
  if (issues.length === 0) return
  throw new CordonError('policy-mismatch', issues.map(formatIssue).join('\n'), {
    help: `Make the policy and the columns of ${JSON.stringify(path)} agree.`,
  })
}

function planFor(
  request: GovernRequest,
  source: OpenedSource,
  means: GovernorOptions & Pick<PlanRequest, 'maskers' | 'isFrugal'>,
): Plan {
  const { engine, maskKeys, maskers, isFrugal } = means
  const keyVersion = newestVersion(maskKeys)
  const maskKey = maskKeyOf(maskKeys, keyVersion)
  const padsOf = (column: string, use: KeyUse) => {
    const { inner, outer } = columnPads(maskKey, { scope: request.scope, column, use })
    return { inner: new engine.DuckDBBlobValue(inner), outer: new engine.DuckDBBlobValue(outer) }
  }
  const fpeKeyOf = (column: string) =>
    new engine.DuckDBBlobValue(columnKey(maskKey, { scope: request.scope, column, use: 'fpe' }))
  const plan = planGrant({ ...request, source, keyVersion, padsOf, fpeKeyOf, maskers, isFrugal })
  if (plan.columns.length > 0) return plan
  throw new CordonError(
    'policy-mismatch',
    `The caller may see no column of dataset "${request.name}".`,
  )
}

interface Handover extends Planned {
  readonly path: string
  readonly request: GovernRequest
  readonly loadArrow: GovernorOptions['loadArrow']
}

async function write({ plan, connection, path, request, loadArrow }: Handover): Promise<number> {
  if (request.format === 'parquet') {
    return (await connection.run(copyToParquet(plan.sql, path), plan.values)).rowsChanged
  }
  const columns = plan.columns.map(({ name }, index) => ({
    name,
    type: plan.types[index] ?? 'VARCHAR',
  }))
  const result = await connection.stream(castForArrow(plan.sql, columns), plan.values)
  return writeArrow(await loadArrow(), result, { path, columns, signal: request.signal })
}

async function describeFile(path: string, signal: AbortSignal | undefined) {
  const { size } = statSync(path)
  const grantDigest =
    size < 1 << 20
      ? (createHash('sha256').update(readFileSync(path)).digest('hex') as Sha256)
      : await digestFile(path, { shownPath: path, isText: false, signal })
  return { path, bytes: size, grantDigest }
}

function granted({ name, format }: GovernRequest, source: OpenedSource, plan: Plan) {
  return {
    name,
    format,
    columns: plan.columns,
    removedColumns: plan.removedColumns,
    ...(plan.unneededColumns.length > 0 && { unneededColumns: plan.unneededColumns }),
    ...(plan.denials.length > 0 && { denials: plan.denials }),
    rowFilter: plan.rowFilter,
    sourceRowCount: source.rowCount,
    sourceDigest: source.digest,
  }
}
