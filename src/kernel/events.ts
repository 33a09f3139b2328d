/** What a run event is about. */
export const runEventKinds = [
  'import',
  'file',
  'network',
  'program',
  'signal',
  'native-code',
  'dynamic-code',
] as const
export type RunEventKind = (typeof runEventKinds)[number]

/**
 * Something that code did while it ran, beside computing, told by the process that it ran in: evidence of what honest code
 * does, no proof of what hostile code does not.
 */
export interface RunEvent {
  readonly kind: RunEventKind
  /** The module, file, host or program; at most 200 characters, chosen by the code. */
  readonly name: string
  readonly count: number
  /** It was stopped, by the script's manifest or by the kernel, as far as the process could tell. */
  readonly isBlocked: boolean
}

/** The first hundred kinds of events of a run, and how many more there were. */
export interface RunEvents {
  readonly list: readonly RunEvent[]
  readonly dropped: number
}

export const noEvents: RunEvents = { list: [], dropped: 0 }
