import type { Answer, PictureFormat } from '../kernel/answer.ts'
import type { Capabilities } from '../kernel/capabilities.ts'
import type { Control } from '../kernel/controls.ts'
import type { Decision } from '../kernel/decision.ts'
import type { RunEvents } from '../kernel/events.ts'
import type { Finding } from '../kernel/finding.ts'
import type { GrantedDataset } from '../kernel/grant.ts'
import type { RunId } from '../kernel/ids.ts'
import type { Json } from '../kernel/json.ts'
import type { Limits, Usage } from '../kernel/limits.ts'
import type { Failure } from '../kernel/outcome.ts'
import type { Principal } from '../kernel/principal.ts'

/** One script on somebody's behalf over named files. */
export interface RunRequest {
  /** Python source, as text or as the file's bytes. */
  readonly code: string | Uint8Array
  /** Shown in findings and tracebacks. */
  readonly fileName: string
  /** Dataset name to the path of its file; where it is empty, the files that the configuration names. */
  readonly datasets: { readonly [name: string]: string }
  readonly principal: Principal
  /** Lower limits than the policy's. */
  readonly limits?: Partial<Limits>
  /** How pictures are to come; left out, as the policy says. */
  readonly figures?: PictureFormat
}

interface Passage {
  readonly runId: RunId
  readonly decision: Decision
  readonly findings: readonly Finding[]
  readonly capabilities: Capabilities
  /** The script as it was read, for code frames. */
  readonly source: { readonly text: string; readonly fileName: string }
  /** The DSSE envelope, one line of JSON. */
  readonly receipt: string
}

interface Executed {
  readonly grants: readonly GrantedDataset[]
  readonly usage: Usage
  readonly controls: readonly Control[]
  /** What the code did beside computing, as the guard in its process tells: evidence, no proof. */
  readonly events: RunEvents
}

/** How a run ended. Every one of them has a receipt. */
export type RunOutcome =
  | (Passage & { readonly status: 'refused' })
  | (Passage & { readonly status: 'pending' })
  | (Passage & Executed & Answered)
  | (Passage & Executed & Failed)

interface Answered {
  readonly status: 'answered'
  readonly answer: Answer
  /** The answer as the JSON whose digest the receipt holds. */
  readonly answerJson: Json
}

interface Failed {
  readonly status: 'failed'
  readonly failure: Failure
  readonly stdout: string
  readonly stderr: string
}
