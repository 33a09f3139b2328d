import type { LimitName } from './limits.ts'

/** Why a run that was allowed gave no answer. Texts come from user code and are capped; they are no errors of Cordon's. */
export type Failure =
  | {
      /** The code raised. `line` is the line of the script, from 1, where the traceback has one. */
      readonly kind: 'error'
      readonly type: string
      readonly message: string
      readonly traceback: string
      readonly line?: number
    }
  | {
      readonly kind: 'limit'
      readonly limit: LimitName
      readonly value: number
      readonly message: string
    }
  | {
      /** A control of the sandbox stopped it. */
      readonly kind: 'blocked'
      readonly operation: string
      readonly message: string
      readonly line?: number
    }
  | { readonly kind: 'untyped'; readonly message: string }
  | { readonly kind: 'crashed'; readonly message: string }
  | { readonly kind: 'cancelled'; readonly message: string }
