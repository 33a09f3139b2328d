import type { DatasetPolicy } from '../data/policy.ts'
import type { DatasetProfile } from '../data/profile/profile.ts'
import type { Corridor, RunPolicy } from '../flow/corridor.ts'
import type { WrittenPolicy } from '../flow/explain-access.ts'
import type { ScanMeans } from '../flow/scan.ts'
import type { Figure, PictureFormat } from '../kernel/answer.ts'
import type { Principal } from '../kernel/principal.ts'
import type { AgainstLedger } from '../ledger/against-ledger.ts'
import type { LedgerReport } from '../ledger/audit.ts'
import type { TrustedKeys, VerifiedReceipt } from '../ledger/verify.ts'

/** What comes with each call: how to stop it, and whom to tell how far it is. */
export interface Call {
  readonly signal: AbortSignal
  readonly onProgress: (line: string) => void
}

/** One thing that this machine can enforce, lacks, or could have in addition. */
export interface Ability {
  readonly name: string
  readonly state: 'ok' | 'missing' | 'optional'
  readonly detail: string
  /** The command or setting that mends it. */
  readonly mend?: string
}

/** What a setup did or found. */
export interface SetupReport {
  /** What is not as the lock file says, and what was installed. */
  readonly notes: readonly string[]
  readonly source: string
  readonly python: string
  readonly packages: { readonly [name: string]: string }
  readonly digest: string
}

export interface ChartFile {
  readonly name: PictureFormat | 'html' | 'plotly.json'
  readonly content: string | Uint8Array
}

/** What operations need; each part is opened when it is first asked for. */
export interface Services {
  readonly policy: () => RunPolicy
  readonly scanning: () => ScanMeans
  /** The policy with its text: this installation's, or that of another configuration file. */
  readonly writtenPolicy: (path?: string) => WrittenPolicy
  /** Opens ledger, keys, governor and runtime; the sandbox opens with the first script that is allowed. */
  readonly corridor: () => Promise<Corridor>
  readonly trustedKeys: () => TrustedKeys
  /** Whom a token or an API key stands for. */
  readonly identify: (secret: string, signal: AbortSignal) => Promise<Principal>
  /** False where only tokens and API keys say who somebody is. */
  readonly allowsPrincipalFiles: () => boolean
  /** Reads the whole ledger without writing to it. */
  readonly verifyLedger: (witness?: string) => Promise<LedgerReport>
  /** Whether this installation's ledger bears out a receipt; reads it without writing to it. */
  readonly verifyAgainstLedger: (receipt: VerifiedReceipt) => Promise<AgainstLedger>
  /** Reads a data file, written as its dataset says, and judges its columns. */
  readonly profileData: (
    path: string,
    how: Partial<Pick<DatasetPolicy, 'writing'>> & { readonly signal: AbortSignal },
  ) => Promise<DatasetProfile>
  /** Makes a new version of the key that pseudonyms are made with, and gives its number. */
  readonly rotateMaskKey: () => number
  /** A figure as a file, with the ending of its name: a picture, or a page that needs nothing else. */
  readonly chartFile: (figure: Figure) => Promise<ChartFile>
  /** Makes the runtime of a profile: that of the configuration where none is named. */
  readonly setup: (call: Call, profile?: string) => Promise<SetupReport>
  readonly probe: () => Promise<readonly Ability[]>
}
