import type { DatasetName, Sha256 } from './ids.ts'

export interface GrantedColumn {
  readonly name: string
  readonly classification: string
  /** The mask that was applied, or `none`. A removed column is not listed. */
  readonly mask: string
}

/** One dataset as the caller may see it, in a file that holds nothing else. */
export interface GrantedDataset {
  readonly name: DatasetName
  readonly path: string
  readonly format: 'parquet' | 'arrow'
  readonly bytes: number
  readonly rowCount: number
  readonly sourceRowCount: number
  readonly columns: readonly GrantedColumn[]
  readonly removedColumns: readonly string[]
  /** Columns that the caller may see and the code does not need; absent where there are none. */
  readonly unneededColumns?: readonly string[]
  /** Why row conditions that apply to the caller grant nothing; absent where none of them denies. */
  readonly denials?: readonly string[]
  /** The row filter as written in the configuration, or `none`. */
  readonly rowFilter: string
  /** Digest of the source file's bytes, so a receipt names the data version. */
  readonly sourceDigest: Sha256
  /** Digest of the granted file's bytes. */
  readonly grantDigest: Sha256
}
