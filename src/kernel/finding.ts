import type { RuleId } from './ids.ts'
import type { Severity } from './severity.ts'

/** Which part of the inspection a finding came from. */
export type Layer = 'syntax' | 'names' | 'calls' | 'taint' | 'data' | 'imports' | 'pattern'

/** Who wants to see a finding: the gate acts on it, everyone sees `default`, `pedantic` is opt-in. */
export type Persona = 'gate' | 'default' | 'pedantic'

/** A stretch of source: UTF-16 offsets (end exclusive), and lines from 1 and columns from 0 in UTF-16 units. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** One step of how data got from a source to a sink. */
export interface FlowStep {
  readonly span: Span
  readonly message: string
}

/** One fault that inspection sees in a piece of code. */
export interface Finding {
  readonly rule: RuleId
  readonly layer: Layer
  readonly severity: Severity
  /** 0 to 1: how sure the rule is that this is the fault it names. */
  readonly confidence: number
  readonly persona: Persona
  /** What is wrong here, in one sentence, naming the resolved function where there is one. */
  readonly message: string
  /** What to write instead. */
  readonly help?: string
  readonly span: Span
  /** CWE numbers, the most specific first. */
  readonly cwe: readonly number[]
  readonly flow?: readonly FlowStep[]
}
