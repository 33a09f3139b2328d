import type { Comment } from '../python/fault.ts'
import type { Flow } from '../python/flow.ts'
import type { LineIndex } from '../python/lines.ts'
import type { Meaning } from '../python/meaning.ts'
import type { Module } from '../python/nodes.ts'
import type { InspectPolicy } from './config.ts'
import type { NamedValue } from './named-values.ts'
import { findNamedValues } from './named-values.ts'
import type { SourceText } from './source-texts.ts'
import { sourceTexts } from './source-texts.ts'
import { TestedNames } from './tested-names.ts'

interface Read {
  readonly text: string
  readonly module: Module
  readonly lines: LineIndex
  readonly comments: readonly Comment[]
  readonly meaning: Meaning
  /** Where data comes from. */
  readonly flow: Flow
  readonly policy: InspectPolicy
}

/** What a rule may look at; what takes a pass over the file is worked out when it is first asked for. */
export interface Context extends Read {
  /** Every constant text that is used as a value. */
  readonly texts: readonly SourceText[]
  /** Every value that is given a name. */
  readonly named: readonly NamedValue[]
  readonly tested: TestedNames
}

/** The context of one file. */
export function contextOf(read: Read): Context {
  let texts: readonly SourceText[] | undefined
  let named: readonly NamedValue[] | undefined
  let tested: TestedNames | undefined
  return {
    ...read,
    get texts() {
      texts ??= sourceTexts(read.meaning)
      return texts
    },
    get named() {
      named ??= findNamedValues(read.meaning)
      return named
    },
    get tested() {
      tested ??= new TestedNames(read.meaning)
      return tested
    },
  }
}
