import type { Answer } from '../kernel/answer.ts'
import type { Control } from '../kernel/controls.ts'
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
  /** Absent for a job without any network. Only a sandbox with `canEgress` takes it. */
  readonly egress?: JobEgress
}

interface Measured {
  readonly usage: Usage
  /** What held this run in, all of it armed before its first line. */
  readonly controls: readonly Control[]
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
  /** Kills what runs and removes every process, folder and control group of this sandbox. */
  close(): Promise<void>
}
