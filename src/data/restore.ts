import type { Principal } from '../kernel/principal.ts'
import { maskFor, rowsFor } from './access.ts'
import { FormatPreserving } from './format-preserving.ts'
import { columnKey, type MaskKeys, type MaskScope, maskKeyOf, newestVersion } from './keys.ts'
import type { DatasetPolicy, Mask } from './policy.ts'
import { restoreTokensIn } from './tokens.ts'

export interface RestoreRequest {
  readonly policy: DatasetPolicy
  readonly principal: Principal
  /** The tenant and purpose that the tokens were made for. */
  readonly scope: MaskScope
  readonly column: string
  /** Tokens, or texts that hold some. */
  readonly texts: readonly string[]
  /** The key's version for masks that do not name theirs (fpe); the newest where left out. */
  readonly keyVersion?: number | undefined
}

/** The texts with their tokens turned back, undefined for one that holds none of that column, tenant and purpose; or why there are none. */
export type Restoration =
  | { readonly status: 'restored'; readonly values: readonly (string | undefined)[] }
  | { readonly status: 'denied'; readonly reason: string }

/**
 * Restores tokens for a caller whom the policy shows the column unmasked in every row; a token does not say which row it came
 * from, so a caller whose rows are filtered gets none.
 */
export function restoreTokens(request: RestoreRequest, keys: MaskKeys): Restoration {
  const { policy, principal, column, texts, scope } = request
  const reason = restoreRefusal(policy, column, principal)
  if (reason !== undefined) return { status: 'denied', reason }
  if (masksOf(policy, column).some(({ kind }) => kind === 'fpe')) {
    const maskKey = maskKeyOf(keys, request.keyVersion ?? newestVersion(keys))
    const sealer = new FormatPreserving(columnKey(maskKey, { scope, column, use: 'fpe' }))
    return { status: 'restored', values: texts.map((text) => opened(sealer, text)) }
  }
  const origin = { keys, scope, column }
  return { status: 'restored', values: texts.map((text) => restoreTokensIn(text, origin)) }
}

/** Why a caller may not turn tokens of a column back, as one dataset's policy has it; undefined where it may. */
export function restoreRefusal(
  policy: DatasetPolicy,
  column: string,
  principal: Principal,
): string | undefined {
  if (!policy.columns.has(column)) return `the policy of ${policy.name} lists no column "${column}"`
  if (maskFor(policy, column, principal).kind !== 'none') {
    return `the caller may not see "${column}" of ${policy.name} unmasked`
  }
  if (!rowsFor(policy, principal).some((text) => text.trim() === 'true')) {
    return `the caller may not see every row of ${policy.name}`
  }
  return undefined
}

/**
 * The columns of a dataset whose tokens have the key of a column: names are the same, letter case aside, and some mask of the
 * dataset makes tokens of it.
 */
export function tokenColumns(policy: DatasetPolicy, column: string): readonly string[] {
  const same = [...policy.columns.keys()].filter(
    (name) => name.toLowerCase() === column.toLowerCase(),
  )
  return same.filter((name) => {
    const isSealed = masksOf(policy, name).some(({ kind }) => reversible.has(kind))
    return isSealed || detectMasks(policy).some((mask) => mask.known.includes(name))
  })
}

const reversible: ReadonlySet<Mask['kind']> = new Set(['tokenize', 'fpe', 'detect'])

function detectMasks(policy: DatasetPolicy) {
  return [...policy.columns.keys()]
    .flatMap((name) => masksOf(policy, name))
    .flatMap((mask) => (mask.kind === 'detect' ? [mask] : []))
}

function masksOf({ columns }: DatasetPolicy, column: string): readonly Mask[] {
  const listed = columns.get(column)
  return listed ? [listed.default, ...listed.roles.values()] : []
}

function opened(sealer: FormatPreserving, text: string): string | undefined {
  try {
    return sealer.open(text)
  } catch {
    return undefined
  }
}
