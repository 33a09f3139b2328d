import type { Answer, PictureFormat } from '../kernel/answer.ts'
import type { Known } from '../kernel/capabilities.ts'
import type { Control } from '../kernel/controls.ts'
import type { RunEvents } from '../kernel/events.ts'
import type { DatasetName } from '../kernel/ids.ts'
import type { Limits, Usage } from '../kernel/limits.ts'
import type { Failure } from '../kernel/outcome.ts'

/** One granted dataset, as a file that the job may read as a whole. */
export interface JobInput {
  readonly name: DatasetName
  readonly path: string
  readonly format: 'parquet' | 'arrow'
}

/** A job's way to an egress gateway: the only thing that it can connect to. */
export interface JobEgress {
  /** Unix socket on the host, in the sandbox's grants folder; whoever made it removes it. */
  readonly socket: string
  /** What the gateway wants to be shown. */
  readonly password: string
  /** Certificates that the job is to trust, PEM. */
  readonly certificates: string
}

/** One script to run once. */
export interface Job {
  readonly code: string
  /** Name that tracebacks use. */
  readonly fileName: string
  readonly inputs: readonly JobInput[]
  readonly limits: Limits
  /** How pictures are to come; left out, as PNG. */
  readonly figures?: PictureFormat
  /** Absent for a job without any network. Only a sandbox with `canEgress` takes it. */
  readonly egress?: JobEgress
  /** What the code may do beside computing; left out, everything that the walls let through. */
  readonly allowed?: Manifest
}

/**
 * What a script says that it does, for a guard inside its process: what goes beyond is stopped early and by name. The walls
 * hold without it. What is `unknown` is recorded and not stopped.
 */
export interface Manifest {
  /** Top-level modules. */
  readonly imports: Known<string>
  /** Read or written, as the code names them; the working folder is always the run's own. */
  readonly files: Known<string>
  readonly hosts: Known<string>
  readonly processes: Known<string>
  readonly hasDynamicCode: boolean
}

interface Measured {
  readonly usage: Usage
  /** What held this run in, all of it armed before its first line. */
  readonly controls: readonly Control[]
  /** What it did beside computing, as the guard in its process tells. */
  readonly events: RunEvents
}

/** How a job ended. Everything in it that came out of the sandbox was checked and capped. */
export type JobReport =
  | (Measured & { readonly status: 'completed'; readonly answer: Answer })
  | (Measured & {
      readonly status: 'failed'
      readonly failure: Failure
      readonly stdout: string
      readonly stderr: string
    })

/** Kinds of back ends, each with its own walls around the same guest. */
export const backendNames = ['linux', 'container', 'gvisor'] as const
export type BackendName = (typeof backendNames)[number]

/** What stands between a run and this machine's kernel, from least to most. */
export const isolations = ['process', 'container', 'user-kernel', 'vm'] as const
export type Isolation = (typeof isolations)[number]

/** True where one isolation is at least what the other asks for. */
export function isAtLeast(isolation: Isolation, wanted: Isolation): boolean {
  return isolations.indexOf(isolation) >= isolations.indexOf(wanted)
}

/** A place that runs jobs, any number at once, each apart from every other. */
export interface Sandbox {
  readonly backend: BackendName
  readonly isolation: Isolation
  readonly controls: readonly Control[]
  /** It can lead a job to an egress gateway. */
  readonly canEgress?: boolean
  /**
   * Folder on the host for granted files. A file that lies in it, or in a folder of it, is used without a copy and
   * belongs to its run: it is removed when the run ends. A file from elsewhere is copied in, and only the copy is removed.
   */
  readonly grantDir: string
  /** Runs a job to its end. Aborting kills it and gives `cancelled`. Throws only where the sandbox itself fails. */
  run(job: Job, signal: AbortSignal): Promise<JobReport>
  /**
   * Opens one confined child for several scripts that share their names and files. Its inputs are granted for as long as
   * it lives. Throws `sandbox-busy` where as many are open as may be.
   */
  openSession(opening: SessionOpening, signal: AbortSignal): Promise<SandboxSession>
  /** Kills what runs and removes every process, folder and control group of this sandbox. */
  close(): Promise<void>
}

export interface SessionOpening {
  readonly inputs: readonly JobInput[]
  /** Files to find in the working folder, by relative path. */
  readonly files: readonly SessionFile[]
  /** Absent where no script may have a network. The door itself may open later, for scripts that are given the same. */
  readonly egress?: JobEgress
  /** Memory and files count over the session's life, the others anew for each script. */
  readonly limits: Limits
}

export interface SessionFile {
  readonly name: string
  readonly bytes: Uint8Array
}

export interface SessionCall {
  readonly signal: AbortSignal
  /** Told what is printed while it is printed; the output limit holds for it. */
  readonly onOutput?: ((stream: 'stdout' | 'stderr', bytes: Uint8Array) => void) | undefined
}

/** One confined child that takes scripts one after another. What ends a script by force ends the session. */
export interface SandboxSession {
  readonly isOpen: boolean
  /** Runs a script with the names of the earlier ones. Throws `session-ended` where there is no child any more. */
  run(job: Omit<Job, 'inputs'>, call: SessionCall): Promise<JobReport>
  /** Files in the working folder, by relative path, with their size in bytes; a thousand at most. */
  listFiles(signal: AbortSignal): Promise<ReadonlyMap<string, number>>
  /** The bytes of a file in the working folder, held to the result limit. Throws `usage` where there is none. */
  readFile(name: string, signal: AbortSignal): Promise<Uint8Array>
  close(): Promise<void>
}
