import type { Principal } from '../kernel/principal.ts'
import { maskFor, rowsFor } from './access.ts'
import { FormatPreserving } from './format-preserving.ts'
import { columnKey, type MaskScope } from './keys.ts'
import type { DatasetPolicy } from './policy.ts'
import { restoreToken } from './tokens.ts'

export interface RestoreRequest {
  readonly policy: DatasetPolicy
  readonly principal: Principal
  /** The tenant and purpose that the tokens were made for. */
  readonly scope: MaskScope
  readonly column: string
  readonly tokens: readonly string[]
}

/** The values of tokens in their order, undefined for what is no token of that column, tenant and purpose; or why there are none. */
export type Restoration =
  | { readonly status: 'restored'; readonly values: readonly (string | undefined)[] }
  | { readonly status: 'denied'; readonly reason: string }

/**
 * Restores tokens for a caller whom the policy shows the column unmasked in every row; a token does not say which row it came
 * from, so a caller whose rows are filtered gets none.
 */
export function restoreTokens(request: RestoreRequest, maskKey: Uint8Array): Restoration {
  const { policy, principal, column, tokens, scope } = request
  if (maskFor(policy, column, principal).kind !== 'none') {
    return { status: 'denied', reason: `the caller may not see "${column}" unmasked` }
  }
  if (!rowsFor(policy, principal).some((text) => text.trim() === 'true')) {
    return { status: 'denied', reason: 'the caller may not see every row' }
  }
  const made = { maskKey, scope, column }
  if (policy.columns.get(column)?.default.kind === 'fpe') {
    const sealer = new FormatPreserving(columnKey(maskKey, { scope, column, use: 'fpe' }))
    return { status: 'restored', values: tokens.map((token) => opened(sealer, token)) }
  }
  return { status: 'restored', values: tokens.map((token) => restoreToken(token, made)) }
}

function opened(sealer: FormatPreserving, text: string): string | undefined {
  try {
    return sealer.open(text)
  } catch {
    return undefined
  }
}
