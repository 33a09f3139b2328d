import { explainColumn, explainRows, type PolicyPath } from '../data/explain.ts'
import type { DatasetPolicy } from '../data/policy.ts'
import { useRefusal } from '../decide/decide.ts'
import type { ClearColumn } from '../decide/facts.ts'
import { explainPermission, type Operation, operations } from '../decide/permissions.ts'
import type { Principal } from '../kernel/principal.ts'
import type { RunPolicy } from './corridor.ts'
import { datasetOf } from './dataset-of.ts'

/** A policy together with the text it was read from. */
export interface WrittenPolicy {
  readonly policy: Pick<RunPolicy, 'roles' | 'decide' | 'datasets'>
  /** The line, from 1, of what is at a path or nearest above it. */
  readonly lineOf: (path: PolicyPath) => number | undefined
}

/** Where the policy says something. */
export interface Said {
  readonly path: string
  readonly line: number | null
}

/** Everything that decides on what one caller may do with one dataset and sees of it. */
export interface AccessExplanation {
  readonly dataset: string
  readonly classification: string
  /** Why every run on the dataset is denied, whatever it does with it. */
  readonly refusal: string | null
  /** `by` is null where nothing grants it, which denies. */
  readonly permissions: readonly {
    readonly operation: Operation
    readonly isPermitted: boolean
    readonly by: (Said & { readonly text: string }) | null
  }[]
  /** The caller sees the rows of any condition that has no denial. */
  readonly rows: readonly (Said & {
    readonly condition: string
    readonly denial: string | null
  })[]
  readonly columns: readonly ColumnAccess[]
  /** Of columns that the policy does not list. */
  readonly otherColumns: ColumnAccess
}

export interface ColumnAccess extends Said {
  readonly name: string
  readonly classification: string
  readonly mask: string
  /** Why a run that uses the column is denied: one that is shown as it is may ask for more than its dataset does. */
  readonly refusal: string | null
}

/** Explains what a caller may do with a dataset and sees of it, with the line of the policy for each answer. */
export function explainAccess(
  written: WrittenPolicy,
  name: string,
  principal: Principal,
): AccessExplanation {
  const { policy, lineOf } = written
  const dataset = datasetOf(policy, name)
  const said = (path: PolicyPath): Said => ({ path: path.join(' -> '), line: lineOf(path) ?? null })
  const { classification } = dataset
  const refusalFor = (clearColumns: readonly ClearColumn[]) => {
    const access = { name, classification, clearColumns, isExported: false }
    return useRefusal(access, principal, policy) ?? null
  }
  const column = (columnName: string): ColumnAccess => {
    const explained = explainColumn(dataset, columnName, principal)
    const clear = { name: columnName, classification: explained.classification }
    const refusal = refusalFor(explained.mask.kind === 'none' ? [clear] : [])
    return { ...clear, mask: explained.label, refusal, ...said(explained.path) }
  }
  return {
    dataset: name,
    classification,
    refusal: refusalFor([]),
    permissions: operations.map((operation) => {
      const access = { dataset: name, operation, classification }
      const { isPermitted, by } = explainPermission(principal, policy.roles, access)
      const path = by && ['roles', by.role, by.list, String(by.index)]
      return { operation, isPermitted, by: by && path ? { text: by.text, ...said(path) } : null }
    }),
    rows: explainRows(dataset, principal).map(({ condition, denial, path }) => ({
      condition,
      denial: denial ?? null,
      ...said(path),
    })),
    columns: [...dataset.columns.keys()].map(column),
    otherColumns: { ...column(unlisted(dataset)), name: '*' },
  }
}

function unlisted({ columns }: DatasetPolicy): string {
  let name = '*'
  while (columns.has(name)) name += '*'
  return name
}
