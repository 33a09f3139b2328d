import type { DoorKey } from '../egress/gateway.ts'
import { CordonError } from '../kernel/errors.ts'
import type { Job, Sandbox, SandboxSession, SessionCall, SessionFile } from '../sandbox/port.ts'
import type { Corridor } from './corridor.ts'
import { mayLeaveUnseen } from './exits.ts'
import type { RunOutcome, RunRequest } from './outcome.ts'
import { prepare } from './prepare.ts'
import {
  type Execution,
  type Granted,
  inputsOf,
  type Performed,
  passThrough,
  run,
  scriptOf,
  withGrants,
  withWayOut,
} from './run.ts'
import { reserveWayOut } from './way-out.ts'

/** On whose behalf a session works, over which data, and how long. */
export interface SessionRequest extends Omit<RunRequest, 'code' | 'fileName'> {
  /** Scripts may reach what the policy opens. The session then has a gateway in place of having no network. */
  readonly hasEgress: boolean
  /** Files to find in the working folder, by relative path. */
  readonly files: readonly SessionFile[]
  /** Closes after so long without a script. */
  readonly idleMs: number
  /** Closes so long after its first script, whatever runs. */
  readonly lifetimeMs: number
}

export interface SessionRunOptions extends Partial<SessionCall> {
  readonly fileName?: string
  /** False: the script runs in a child of its own and sees nothing of the others. */
  readonly keepsState?: boolean
}

/** Scripts that share names and files. Each passes the whole corridor, with intent, decision and receipt of its own. */
export interface Session extends AsyncDisposable {
  readonly isOpen: boolean
  /** The judge's word on a script, which `run` asks by itself. */
  readonly isSafe: (code: string | Uint8Array) => boolean
  /** Throws `session-ended` once the session is over; what a script does wrong is an outcome. */
  readonly run: (code: string | Uint8Array, options?: SessionRunOptions) => Promise<RunOutcome>
  /**
   * Files in the working folder, by relative path, with their size in bytes. Throws `usage` where the data is masked, capped
   * or only to be aggregated, because nobody could look into the files; live output is then left out, too.
   */
  readonly listFiles: () => Promise<ReadonlyMap<string, number>>
  readonly readFile: (name: string) => Promise<Uint8Array>
  /** Distribution name to its version, of every library that scripts can import. */
  readonly libraries: { readonly [name: string]: string }
  readonly close: () => Promise<void>
}

/** Makes a session; data is granted, and the child started, with the first script that is allowed. */
export function openSession(request: SessionRequest, corridor: Corridor): Session {
  return new CorridorSession(request, corridor)
}

interface Opened extends Granted {
  readonly sandbox: SandboxSession
  /** Where it is open. */
  readonly place: Sandbox
  /** By which its scripts find their way out, where they have one. */
  readonly key: DoorKey | undefined
}

class CorridorSession implements Session {
  readonly libraries: Session['libraries']
  private readonly request: SessionRequest
  private readonly corridor: Corridor
  private readonly over = new AbortController()
  private opened: Promise<Opened> | undefined
  private lost = false
  private mayLeaveUnseen = true
  private last: Promise<unknown> = Promise.resolve()
  /** All code that has run here, which a later script is judged together with. */
  private earlier = ''
  private idle: NodeJS.Timeout | undefined

  constructor(request: SessionRequest, corridor: Corridor) {
    this.request = request
    this.corridor = corridor
    this.libraries = corridor.runtime.packages
  }

  get isOpen(): boolean {
    return !this.lost && !this.over.signal.aborted
  }

  readonly isSafe = (code: string | Uint8Array): boolean => {
    const { decision } = prepare(this.asRun(code), this.corridor, this.earlier).examination
    return decision.verdict === 'allow'
  }

  /** One after another: each is judged with what the ones before it have left. */
  readonly run = (
    code: string | Uint8Array,
    options: SessionRunOptions = {},
  ): Promise<RunOutcome> => {
    const outcome = this.last.then(() => this.runNow(code, options))
    this.last = outcome.catch(() => {})
    return outcome
  }

  readonly listFiles = async (): Promise<ReadonlyMap<string, number>> =>
    (await this.sandbox()).listFiles(this.over.signal)

  readonly readFile = async (name: string): Promise<Uint8Array> =>
    (await this.sandbox()).readFile(name, this.over.signal)

  readonly close = async (): Promise<void> => {
    this.over.abort()
    clearTimeout(this.idle)
    const opened = await this.opened?.catch(() => undefined)
    await opened?.sandbox.close()
  };

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  private async runNow(code: string | Uint8Array, options: SessionRunOptions): Promise<RunOutcome> {
    if (!this.isOpen) throw ended()
    const { corridor, earlier } = this
    const signal = options.signal ?? new AbortController().signal
    const request = this.asRun(code, options.fileName)
    if (options.keepsState === false) return run(request, corridor, signal)
    if (earlier.length > maxCode) throw tooMuchCode()
    clearTimeout(this.idle)
    try {
      const perform = (execution: Execution) => this.perform(execution, options)
      return await passThrough(request, {
        ...{ corridor, signal, perform, earlier },
        hasFollowers: true,
      })
    } finally {
      if (this.isOpen) this.idle = later(this.request.idleMs, this.close)
    }
  }

  private async perform(execution: Execution, options: SessionRunOptions): Promise<Performed> {
    this.opened ??= this.open(execution)
    const { sandbox, place, key, ...granted } = await this.opened.catch((error: unknown) => {
      this.opened = undefined
      throw error
    })
    const script = scriptOf(execution.passage)
    this.earlier += `${this.earlier && '\n'}${script.code}`
    const signal = AbortSignal.any([execution.signal, this.over.signal])
    const { passage, corridor } = execution
    this.mayLeaveUnseen &&= mayLeaveUnseen({ passage, corridor, ...granted, signal })
    const onOutput = this.mayLeaveUnseen ? options.onOutput : undefined
    const perform = (egress: Pick<Job, 'egress'>) =>
      sandbox.run({ ...script, ...egress }, { signal, onOutput })
    const done =
      key === undefined
        ? { report: await perform({}) }
        : await withWayOut(execution, place, perform, key)
    this.lost = !sandbox.isOpen
    return { ...granted, ...done }
  }

  private async open(execution: Execution): Promise<Opened> {
    const { passage, corridor, signal } = execution
    const place = await corridor.openSandbox(passage.examination.inspection.capabilities)
    const openWith = (key: DoorKey | undefined) =>
      withGrants(execution, place, async (granted) => {
        const inputs = inputsOf(granted.grants)
        const { files } = this.request
        const opening = { inputs, files, limits: passage.limits, ...(key && { egress: key }) }
        return { sandbox: await place.openSession(opening, signal), place, key, ...granted }
      })
    const opened = await (this.request.hasEgress
      ? reserveWayOut(passage.runId, corridor, place, openWith)
      : openWith(undefined))
    const timer = later(this.request.lifetimeMs, this.close)
    this.over.signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
    return opened
  }

  private async sandbox(): Promise<SandboxSession> {
    if (!this.isOpen) throw ended()
    if (this.opened === undefined) {
      throw new CordonError('usage', 'The session has no files before its first script.')
    }
    const { sandbox } = await this.opened
    if (this.mayLeaveUnseen) return sandbox
    throw new CordonError(
      'usage',
      'Files of this session cannot be let out: its data is masked, capped or only to be aggregated.',
      { help: 'Answer with a value instead; what is in that can be checked.' },
    )
  }

  private asRun(code: string | Uint8Array, fileName = 'script.py'): RunRequest {
    const { files: _, hasEgress: __, idleMs: ___, lifetimeMs: ____, ...shared } = this.request
    return { ...shared, code, fileName }
  }
}

/** As much as can be judged together without a wait. */
const maxCode = 500_000

function tooMuchCode(): CordonError {
  const message = 'The session has taken as much code as can be judged together.'
  return new CordonError('usage', message, { help: 'Open a new one.' })
}

function later(ms: number, act: () => Promise<void>): NodeJS.Timeout {
  return setTimeout(() => void act().catch(() => {}), Math.min(ms, 2 ** 31 - 1)).unref()
}

function ended(): CordonError {
  return new CordonError('session-ended', 'The session has ended.', { help: 'Open a new one.' })
}
