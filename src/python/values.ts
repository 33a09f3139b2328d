import type { AsyncFunctionDef, ClassDef, FunctionDef, Lambda } from './nodes.ts'
import type { Located, Scope, Site } from './scopes.ts'

export type { Located } from './scopes.ts'

export type Callable = FunctionDef | AsyncFunctionDef | Lambda

/**
 * What an expression may be, as far as it can be told without running it. A `path` is a full dotted name outside of
 * the file, in which `()` stands for "what calling this gives" and `[]` for "an item of": `os.system`,
 * `pandas.DataFrame().eval`, `os.environ[]`. Builtins are `builtins.eval` and so on.
 */
export type Value =
  | { readonly kind: 'text'; readonly text: string; readonly isBytes: boolean }
  | { readonly kind: 'number'; readonly value: number | bigint }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'none' }
  | PathValue
  | { readonly kind: 'sequence'; readonly items: readonly Located[] }
  | { readonly kind: 'values'; readonly items: readonly Value[] }
  | { readonly kind: 'mapping'; readonly entries: readonly MappingEntry[] }
  | { readonly kind: 'namespace'; readonly scope: Scope }
  | {
      readonly kind: 'function'
      readonly node: Callable
      readonly site: Site
      readonly self?: Value
    }
  | { readonly kind: 'class'; readonly node: ClassDef; readonly site: Site }
  | { readonly kind: 'object'; readonly node: ClassDef; readonly site: Site }
  | { readonly kind: 'unknown' }

export interface PathValue {
  readonly kind: 'path'
  readonly path: string
}

export interface MappingEntry {
  readonly key: Located | null
  readonly value: Located
}

/** Alternatives of one expression, at most `maxAlternatives`; `unknown` is among them where it may be something else. */
export type Values = readonly Value[]

export const maxAlternatives = 8
export const maxTextLength = 65_536
/** Items that one sequence is followed through. */
export const maxItems = 1_024

export const unknown: Value = { kind: 'unknown' }
export const unknowns: Values = [unknown]

/** A text value, or unknown where it would be longer than is worth following. */
export function textValue(text: string, isBytes = false): Value {
  return text.length > maxTextLength ? unknown : { kind: 'text', text, isBytes }
}

export function numberValue(value: number | bigint): Value {
  return { kind: 'number', value }
}

export function pathValue(path: string): PathValue {
  return { kind: 'path', path }
}

/** The number as a JavaScript integer, where it is one that fits. */
export function integerOf(value: Value | undefined): number | undefined {
  if (value?.kind === 'boolean') return value.value ? 1 : 0
  if (value?.kind !== 'number' || typeof value.value === 'bigint') return undefined
  return Number.isSafeInteger(value.value) ? value.value : undefined
}

/** Joins alternatives without repeating a path or text, and falls back to unknown past the bound. */
export function joinValues(groups: readonly Values[]): Values {
  if (groups.length === 1 && groups[0]) return groups[0]
  const joined: Value[] = []
  for (const group of groups) {
    for (const value of group) {
      if (joined.some((other) => isSame(value, other))) continue
      if (joined.length === maxAlternatives) {
        return [...joined.slice(0, maxAlternatives - 1), unknown]
      }
      joined.push(value)
    }
  }
  return joined.length > 0 ? joined : unknowns
}

function isSame(a: Value, b: Value): boolean {
  switch (a.kind) {
    case 'path':
      return b.kind === 'path' && a.path === b.path
    case 'text':
      return b.kind === 'text' && a.text === b.text && a.isBytes === b.isBytes
    case 'number':
      return b.kind === 'number' && String(a.value) === String(b.value)
    case 'unknown':
    case 'none':
      return a.kind === b.kind
    default:
      return false
  }
}
