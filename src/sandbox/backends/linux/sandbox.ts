import type { Control } from '../../../kernel/controls.ts'
import { CordonError } from '../../../kernel/errors.ts'
import type { Limits, Usage } from '../../../kernel/limits.ts'
import { encodeJob } from '../../frames.ts'
import type { Job, JobReport, Sandbox } from '../../port.ts'
import { type RunEnd, reportOf } from '../../report.ts'
import { withEgress } from './armed.ts'
import { type ControlGroups, removeGroupsSoon } from './control-groups.ts'
import type { SandboxFolder } from './folder.ts'
import { type PlacedInput, placeDoor, placeInputs, removeInputs } from './grants.ts'
import { runEndOf } from './run-end.ts'
import type { Supervisor } from './supervisor.ts'

export interface LinuxSandboxParts {
  readonly folder: SandboxFolder
  readonly groups: ControlGroups | undefined
  readonly controls: readonly Control[]
  readonly canEgress: boolean
  /** Starts the sandbox's nth supervisor. */
  readonly start: (nth: number) => Supervisor
}

/** Runs jobs in children of one supervisor, and starts a new supervisor where the last one died. */
export class LinuxSandbox implements Sandbox {
  readonly backend = 'linux'
  readonly controls: readonly Control[]
  readonly canEgress: boolean
  readonly grantDir: string
  private readonly parts: LinuxSandboxParts
  private supervisor: Supervisor
  private jobs = 0
  private restarts = 0
  private isClosed = false

  constructor(parts: LinuxSandboxParts) {
    this.parts = parts
    this.controls = parts.controls
    this.canEgress = parts.canEgress
    this.grantDir = parts.folder.grantDir
    this.supervisor = parts.start(0)
  }

  /** Resolves once jobs can run; rejects where the supervisor cannot be started. */
  get ready(): Promise<void> {
    return this.supervisor.ready
  }

  async run(given: Job, signal: AbortSignal): Promise<JobReport> {
    const job = { ...given, limits: this.countable(given.limits) }
    const started = performance.now()
    this.jobs += 1
    const place = { grantDir: this.grantDir, identity: this.parts.folder.identity, job: this.jobs }
    try {
      const [supervisor, inputs] = await Promise.all([
        this.living(),
        placeInputs(job.inputs, place),
      ])
      const end = signal.aborted
        ? cancelledEnd
        : await this.exchange({ supervisor, number: place.job, job, inputs, signal, started })
      const controls = job.egress === undefined ? this.controls : withEgress(this.controls)
      return reportOf(end, job.limits, controls)
    } finally {
      removeInputs(job.inputs, place)
    }
  }

  async close(): Promise<void> {
    this.isClosed = true
    this.supervisor.kill()
    await this.supervisor.gone
    this.parts.folder.remove(await removeGroupsSoon(this.parts.groups?.made ?? []))
  }

  /** Private files are memory. Where no control group counts them as such, they are held to the memory limit themselves. */
  private countable(limits: Limits): Limits {
    if (this.controls.includes('cgroup-memory')) return limits
    return { ...limits, diskBytes: Math.min(limits.diskBytes, limits.memoryBytes) }
  }

  private async living(): Promise<Supervisor> {
    if (this.isClosed) throw new CordonError('sandbox-broken', 'The sandbox was closed.')
    if (!this.supervisor.isAlive) {
      this.restarts += 1
      this.supervisor = this.parts.start(this.restarts)
    }
    await this.supervisor.ready
    return this.supervisor
  }

  private async exchange(run: RunningJob): Promise<RunEnd> {
    const { supervisor, number, job, signal } = run
    const { code, fileName, limits } = job
    const egress = job.egress && placeDoor(job.egress, this.parts.folder)
    // The forwarder to the gateway is a process of the run's as well.
    const processes = limits.processes + (egress === undefined ? 0 : 1)
    const allowed = { ...limits, processes }
    const payload = encodeJob({ code, fileName, inputs: run.inputs, limits: allowed, egress })
    const cancel = () => supervisor.cancel(number)
    let isOverdue = false
    const overdue = setTimeout(
      () => {
        isOverdue = true
        supervisor.kill()
      },
      Math.min(limits.wallMs + graceMs, longestTimerMs),
    )
    signal.addEventListener('abort', cancel, { once: true })
    try {
      const exchange = await supervisor.exchange(number, payload)
      const end = runEndOf(exchange, performance.now() - run.started)
      return isOverdue && exchange.exit === undefined ? { ...end, stopped: 'wallMs' } : end
    } finally {
      clearTimeout(overdue)
      signal.removeEventListener('abort', cancel)
    }
  }
}

interface RunningJob {
  readonly supervisor: Supervisor
  readonly number: number
  readonly job: Job
  readonly inputs: readonly PlacedInput[]
  readonly signal: AbortSignal
  readonly started: number
}

/** How much longer than its wall time a run may take to end before its supervisor counts as stuck. */
const graceMs = 2000
/** A longer timer would fire at once (Node's timers count in 32 bits). */
const longestTimerMs = 2 ** 31 - 1

const noUsage: Usage = { wallMs: 0, cpuMs: 0, peakMemoryBytes: 0, outputBytes: 0, resultBytes: 0 }
const nothing = new Uint8Array()
const cancelledEnd: RunEnd = {
  ...{ stopped: 'cancelled', isConfined: false, refusal: '', exit: 0, usage: noUsage },
  ...{ stdout: nothing, stderr: nothing, result: nothing },
}
