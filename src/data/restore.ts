import type { Principal } from '../kernel/principal.ts'
import { maskFor, rowsFor } from './access.ts'
import { FormatPreserving } from './format-preserving.ts'
import { columnKey, type MaskKeys, type MaskScope, maskKeyOf, newestVersion } from './keys.ts'
import type { DatasetPolicy } from './policy.ts'
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
  if (maskFor(policy, column, principal).kind !== 'none') {
    return { status: 'denied', reason: `the caller may not see "${column}" unmasked` }
  }
  if (!rowsFor(policy, principal).some((text) => text.trim() === 'true')) {
    return { status: 'denied', reason: 'the caller may not see every row' }
  }
  if (usesFpe(policy, column)) {
    const maskKey = maskKeyOf(keys, request.keyVersion ?? newestVersion(keys))
    const sealer = new FormatPreserving(columnKey(maskKey, { scope, column, use: 'fpe' }))
    return { status: 'restored', values: texts.map((text) => opened(sealer, text)) }
  }
  const origin = { keys, scope, column }
  return { status: 'restored', values: texts.map((text) => restoreTokensIn(text, origin)) }
}

function usesFpe({ columns }: DatasetPolicy, column: string): boolean {
  const listed = columns.get(column)
  return [listed?.default, ...(listed?.roles.values() ?? [])].some((mask) => mask?.kind === 'fpe')
}

function opened(sealer: FormatPreserving, text: string): string | undefined {
  try {
    return sealer.open(text)
  } catch {
    return undefined
  }
}
