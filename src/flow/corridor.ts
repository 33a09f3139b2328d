import type { Governor } from '../data/govern.ts'
import type { DataConfig } from '../data/policy.ts'
import type { DecisionPolicy } from '../decide/decide.ts'
import type { Gateway } from '../egress/gateway.ts'
import type { EgressPolicy } from '../egress/policy.ts'
import type { Inspector } from '../inspect/inspect.ts'
import type { PictureFormat } from '../kernel/answer.ts'
import type { Capabilities } from '../kernel/capabilities.ts'
import type { Clock } from '../kernel/clock.ts'
import type { RunId, Sha256 } from '../kernel/ids.ts'
import type { Limits } from '../kernel/limits.ts'
import type { PythonRuntime } from '../kernel/runtime.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Signer } from '../ledger/signer.ts'
import type { Sandbox } from '../sandbox/port.ts'
import type { ArrowEngine } from './frame-rows.ts'

/** Everything the configuration says about runs, read and checked. */
export interface RunPolicy extends DecisionPolicy {
  readonly inspect: Inspector
  readonly datasets: DataConfig
  /** Files of the datasets whose configuration names one; used by requests that name none. */
  readonly sources: { readonly [name: string]: string }
  /** A request may ask for less, never for more. */
  readonly limits: Limits
  /** How pictures come where a request does not say; left out, as PNG. */
  readonly figures?: PictureFormat
  /** What code may reach; nothing where it is left out. */
  readonly egress?: EgressPolicy
  /** Digest of the configuration as read, so that a receipt names the policy. */
  readonly digest: Sha256
  readonly version: string
}

/** What the corridor needs from the rooms it passes through. */
export interface Corridor {
  readonly policy: RunPolicy
  readonly clock: Clock
  readonly random: (byteCount: number) => Uint8Array
  readonly governor: Governor
  /** Keeps the pseudonyms of one tenant apart from another's. */
  readonly tenant: string
  readonly ledger: Ledger
  readonly signer: Signer
  /** Imports apache-arrow, which takes long enough to be left to answers that are tables. */
  readonly loadArrow: () => Promise<ArrowEngine>
  readonly runtime: PythonRuntime
  /** The warm sandbox; opened on first use, where it may preload just what the script is known to import. */
  readonly openSandbox: (needs: Capabilities) => Promise<Sandbox>
  /** The gateway to what the policy's `egress` allows; opened on first use, absent where nothing is allowed. */
  readonly openGateway?: () => Promise<Gateway>
  /** Puts a sealed receipt where people find it again, durably. */
  readonly keepReceipt: (runId: RunId, envelope: string) => void
}
