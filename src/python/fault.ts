/** Why a text is not valid Python: its grammar, its indentation, too much nesting, or what only compiling rejects. */
export type FaultKind = 'syntax' | 'indentation' | 'depth' | 'compile'

/** One reason why CPython would refuse the text, in CPython's words where they are good; UTF-16 offsets, end exclusive. */
export interface SyntaxFault {
  readonly kind: FaultKind
  readonly message: string
  readonly start: number
  readonly end: number
}

/** A `#` comment: from the `#` to the end of its line, the line break left out. */
export interface Comment {
  readonly start: number
  readonly end: number
}
