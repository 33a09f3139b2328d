/** `unknown` where the code decides at run time; never a guess. */
export type Known<T> = readonly T[] | 'unknown'

export interface DatasetUse {
  readonly name: string
  /** Columns the code names, or `unknown` where it takes them dynamically or as a whole. */
  readonly columns: Known<string>
  /** The whole table may leave as the answer. */
  readonly isExported: boolean
}

export interface ImportUse {
  /** Full dotted module name as resolved, e.g. `os.path`. */
  readonly module: string
  /** Members taken by name (`from os import system` or `os.system`). */
  readonly members: readonly string[]
}

export interface HostUse {
  readonly host: string
  readonly method: string
  readonly path: string
}

/**
 * What a piece of code needs in order to do what it says: what a person approves, what the sandbox is armed with
 * and what the receipt records. Over-approximates: an empty list promises that the code does none of it.
 */
export interface Capabilities {
  readonly imports: Known<ImportUse>
  readonly datasets: Known<DatasetUse>
  readonly filesRead: Known<string>
  readonly filesWritten: Known<string>
  readonly hosts: Known<HostUse>
  readonly processes: Known<string>
  /** Code that is made and run at run time: eval, exec, dynamic import, attribute names that are computed. */
  readonly hasDynamicCode: boolean
  readonly drawsFigures: boolean
}
