import type { Principal } from '../kernel/principal.ts'
import { maskFor, rowsFor } from './access.ts'
import { missingAttributes, parseCondition } from './condition.ts'
import { type DatasetPolicy, type Mask, maskLabel } from './policy.ts'

/** Where a configuration says something; where there is nothing at the path, what is nearest above it. */
export type PolicyPath = readonly string[]

/** One row condition that applies to a caller; `denial` says why it grants nothing. */
export interface RowsExplained {
  readonly condition: string
  readonly denial?: string
  readonly path: PolicyPath
}

export interface ColumnExplained {
  readonly classification: string
  readonly mask: Mask
  /** The mask as receipts write it. */
  readonly label: string
  readonly path: PolicyPath
}

/** The row conditions that apply to a caller, each where the policy says it; none where no row is granted. */
export function explainRows(policy: DatasetPolicy, principal: Principal): RowsExplained[] {
  const applying = new Set(rowsFor(policy, principal))
  const held = principal.roles.some((role) => policy.rows.has(role)) ? principal.roles : ['default']
  return held.flatMap((role): RowsExplained[] => {
    const condition = policy.rows.get(role)
    if (condition === undefined || !applying.delete(condition)) return []
    const path = ['datasets', policy.name, 'rows', role]
    const denial = denialOf(condition, principal)
    return [{ condition, path, ...(denial !== undefined && { denial }) }]
  })
}

/** What a caller sees in a column, and where the policy says it; the column need not be listed. */
export function explainColumn(
  policy: DatasetPolicy,
  column: string,
  principal: Principal,
): ColumnExplained {
  const mask = maskFor(policy, column, principal)
  const listed = policy.columns.get(column)
  const at = ['datasets', policy.name]
  const role = principal.roles.find((name) => listed?.roles.get(name) === mask) ?? 'default'
  return {
    classification: listed?.classification ?? policy.classification,
    mask,
    label: maskLabel(mask),
    path: listed ? [...at, 'columns', column, 'mask', role] : [...at, 'columns-default'],
  }
}

function denialOf(text: string, principal: Principal): string | undefined {
  const condition = parseCondition(text)
  if (!condition.ok) return 'the condition cannot be read'
  const [missing] = missingAttributes(condition.value, principal)
  return missing === undefined ? undefined : `the caller has no attribute "${missing}"`
}
