import type { Json } from './json.ts'

export interface FrameColumn {
  readonly name: string
  readonly type: 'integer' | 'number' | 'string' | 'boolean' | 'timestamp' | 'date' | 'duration'
}

/** A table that left the sandbox: an Arrow IPC stream of `rowCount` rows, checked against its columns. */
export interface Frame {
  readonly columns: readonly FrameColumn[]
  readonly rowCount: number
  readonly arrow: Uint8Array
}

/** Formats in which a picture that the code drew may be asked for. */
export const pictureFormats = ['png', 'svg'] as const
export type PictureFormat = (typeof pictureFormats)[number]

/**
 * A picture that the code drew: PNG, or an SVG that was written anew out of what can only draw; or, of plotly's figures, their
 * JSON with `data` and `layout`, in which every array is written out.
 */
export interface Figure {
  readonly format: PictureFormat | 'plotly'
  readonly bytes: Uint8Array
}

/**
 * What the code answered. A number that a double can't hold exactly is a decimal string; not-a-number and the
 * infinities are `NaN`, `Infinity`, `-Infinity`.
 */
export type Value =
  | { readonly kind: 'none' }
  | { readonly kind: 'number'; readonly value: number | string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'json'; readonly value: Json }
  | { readonly kind: 'frame'; readonly frame: Frame }

export interface Answer {
  readonly value: Value
  readonly figures: readonly Figure[]
  readonly stdout: string
  readonly stderr: string
}
