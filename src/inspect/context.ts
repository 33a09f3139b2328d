import type { Comment } from '../python/fault.ts'
import type { Flow } from '../python/flow.ts'
import type { LineIndex } from '../python/lines.ts'
import type { Meaning } from '../python/meaning.ts'
import type { Module } from '../python/nodes.ts'
import type { InspectPolicy } from './config.ts'

/** What a rule may look at. */
export interface Context {
  readonly text: string
  readonly module: Module
  readonly lines: LineIndex
  readonly comments: readonly Comment[]
  readonly meaning: Meaning
  /** Where data comes from. */
  readonly flow: Flow
  readonly policy: InspectPolicy
}
