export type { Examination } from './flow/examine.ts'
export type { RunOutcome, RunRequest } from './flow/outcome.ts'
export type { Session, SessionRunOptions } from './flow/session.ts'
export type { Answer, Figure, Frame, FrameColumn, Value } from './kernel/answer.ts'
export { CordonError, type CordonErrorCode } from './kernel/errors.ts'
export type { RunEvent, RunEvents } from './kernel/events.ts'
export type { Finding } from './kernel/finding.ts'
export type { Limits, Usage } from './kernel/limits.ts'
export type { Principal } from './kernel/principal.ts'
export {
  type Cordon,
  type CordonOptions,
  createCordon,
  type SessionInput,
} from './surfaces/cordon.ts'
