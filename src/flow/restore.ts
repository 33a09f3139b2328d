import type { DatasetPolicy } from '../data/policy.ts'
import { type Restoration, restoreRefusal, tokenColumns } from '../data/restore.ts'
import { readRefusal } from '../decide/decide.ts'
import { type DatasetName, runId } from '../kernel/ids.ts'
import type { Principal } from '../kernel/principal.ts'
import { canonicalJson, sha256 } from '../ledger/canonical.ts'
import { recordRun } from '../ledger/record-run.ts'
import type { Corridor, RunPolicy } from './corridor.ts'
import { datasetOf } from './dataset-of.ts'
import { checkRoles } from './prepare.ts'
import { purposeOf } from './purpose.ts'

/** Tokens of one column to be turned back for somebody. */
export interface RestoreInput {
  readonly principal: Principal
  readonly dataset: string
  readonly column: string
  /** Tokens, or texts that hold some. */
  readonly texts: readonly string[]
  /** What the tokens were made for; the caller's own purpose where left out. */
  readonly purpose?: string
  /** The key's version for masks that do not name theirs (fpe). */
  readonly keyVersion?: number
}

/**
 * Turns tokens back for who may read the column unmasked in every row. The request is in the ledger before anything is
 * restored, with the digest of what was asked. Throws `policy-mismatch` for a dataset without a policy, `key-unavailable`
 * where a token's key is gone.
 */
export async function restore(input: RestoreInput, corridor: Corridor): Promise<Restoration> {
  const { policy, clock, random, tenant, governor } = corridor
  const { principal, dataset, column, texts, keyVersion } = input
  checkRoles(input, policy)
  const found = datasetOf(policy, dataset)
  const reason = refusalOf({ principal, column, dataset: found }, policy)
  const intent = {
    runId: runId(clock.nowMs(), random(10)),
    principalId: principal.id,
    codeDigest: sha256(canonicalJson({ restore: column, of: dataset, texts: [...texts] })),
    policyDigest: policy.digest,
    verdict: reason === undefined ? 'allow' : 'deny',
    datasets: [dataset as DatasetName],
  } as const
  return recordRun(corridor.ledger, intent, async () => {
    const scope = { tenant, purpose: input.purpose ?? purposeOf(principal) }
    const value: Restoration =
      reason === undefined
        ? governor.restore({ policy: found, principal, scope, column, texts, keyVersion })
        : { status: 'denied', reason }
    const outcome = value.status === 'restored' ? 'answered' : 'refused'
    return { end: { outcome, receiptDigest: null, reason: 'tokens were asked for' }, value }
  })
}

/** Datasets share the keys of columns of one name, so that they join: tokens come back only for who may see all that makes them. */
function refusalOf(
  asked: {
    readonly principal: Principal
    readonly column: string
    readonly dataset: DatasetPolicy
  },
  policy: RunPolicy,
): string | undefined {
  const { principal, column, dataset } = asked
  const others = [...policy.datasets.values()].filter((other) => other !== dataset)
  const sources = [
    { dataset, columns: [column] },
    ...others.map((other) => ({ dataset: other, columns: tokenColumns(other, column) })),
  ]
  for (const { dataset: one, columns } of sources) {
    for (const name of columns) {
      const reason =
        readReason(one, name, { principal, policy }) ?? restoreRefusal(one, name, principal)
      if (reason !== undefined) return reason
    }
  }
  return undefined
}

function readReason(
  { name, classification, columns }: DatasetPolicy,
  column: string,
  { principal, policy }: { readonly principal: Principal; readonly policy: RunPolicy },
): string | undefined {
  const own = columns.get(column)?.classification ?? classification
  const clearColumns = [{ name: column, classification: own }]
  return readRefusal({ name, classification, clearColumns, isExported: false }, principal, policy)
}
