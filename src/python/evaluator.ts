import type { Bindings } from './bind.ts'
import type { Expression } from './nodes.ts'
import type { Scope, Site } from './scopes.ts'
import type { Callable, Located, MappingEntry, Value, Values } from './values.ts'

/** What the parts of the evaluation ask of the whole. */
export interface Evaluator {
  readonly bindings: Bindings
  /** Nobody else calls the functions of this module. */
  readonly isWholeProgram: boolean
  values(node: Expression, site: Site): Values
  valuesOf(located: Located): Values
  text(node: Expression | undefined, site: Site): string | undefined
  attribute(value: Value, name: string): Values
  member(scope: Scope, name: string): Values
  returned(node: Callable): Values
  entries(entries: readonly MappingEntry[], key: string): readonly MappingEntry[]
}
