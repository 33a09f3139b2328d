import type { DataKind } from './kinds.ts'

/** Finds one kind of value in text. */
export interface Detector {
  readonly kind: DataKind
  /** Finds candidates: global, every repetition bounded, so that a search takes time linear in the text. */
  readonly pattern: RegExp
  /** The part of a candidate, from its start, that has the right shape and check digits; undefined where none has. */
  readonly match: (candidate: string) => string | undefined
  /** Share of look-alikes of the right shape that pass `match` by chance. */
  readonly chance: number
  /** The kind has check digits or a form of its own, so that a column full of matches can be nothing else. */
  readonly isTelling: boolean
  /** How sure one match is, from 0 to 1, where nothing around it speaks for or against it. */
  readonly alone: (match: string) => number
  /** Words, near a value or in its column's name, that speak for the kind. */
  readonly context: RegExp
}

/** The whole candidate, where a test holds. */
export function whole(test: (candidate: string) => boolean): Detector['match'] {
  return (candidate) => (test(candidate) ? candidate : undefined)
}

/** A pattern for the words of a context, any letter case, as whole words. */
export function words(...parts: readonly string[]): RegExp {
  return new RegExp(`(?<![a-z])(?:${parts.join('|')})(?![a-z])`, 'i')
}

/** A candidate pattern between characters that are neither letters nor digits. */
export function token(pattern: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9])${pattern}(?![A-Za-z0-9])`, 'g')
}

/** A candidate pattern of digits that is not a piece of a longer code such as a UUID, a path or a version. */
export function numberToken(pattern: string): RegExp {
  return new RegExp(
    `(?<![A-Za-z0-9+]|[A-Za-z0-9][-_./#])${pattern}(?![A-Za-z0-9]|[-_./#][A-Za-z0-9])`,
    'g',
  )
}

/** A candidate without what people put between its groups. */
export function compact(text: string): string {
  return text.replace(/[ .\-/]/g, '')
}
