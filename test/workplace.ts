import { spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { findGroupParents } from '../src/sandbox/backends/linux/control-groups.ts'
import { readEnvironment } from '../src/surfaces/config.ts'
import { allProcesses, processesUnder, readProc } from './processes.ts'

const root = resolve(import.meta.dirname, '..')
const main = join(root, 'dist/bundle/cordon.js')

/** What one command line left behind. */
export interface Finished {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface StartOptions {
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
  /** Told the process once it runs. */
  readonly onStart?: (pid: number) => void
}

/** A folder of its own with the bond example in it, and the real command line run there as a process. */
export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), 'cordon-test-'))
  /** Processes that ran a command line here. */
  readonly started: number[] = []

  constructor() {
    for (const name of ['cordon.yaml', 'analyst.json', 'head-of-desk.json', 'bonds.csv']) {
      cpSync(join(root, 'examples/bonds', name), join(this.folder, name))
    }
  }

  path(name: string): string {
    return join(this.folder, name)
  }

  write(name: string, content: string | Uint8Array): string {
    writeFileSync(this.path(name), content)
    return name
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8')
  }

  /** Changes the example configuration. */
  configure(change: (text: string) => string): void {
    this.write('cordon.yaml', change(this.read('cordon.yaml')))
  }

  cordon(args: readonly string[], options: StartOptions = {}): Promise<Finished> {
    return this.start(process.execPath, [main, ...args], options)
  }

  /** Starts a program here. */
  start(program: string, args: readonly string[], options: StartOptions = {}): Promise<Finished> {
    const onStart = (pid: number) => {
      this.started.push(pid)
      options.onStart?.(pid)
    }
    return start(program, args, { ...options, onStart, cwd: this.folder })
  }

  /** Processes in the sandboxes that command lines here have opened. */
  sandboxed(): number[] {
    return this.started.flatMap((pid) => processesUnder(`sandbox-${pid}-`))
  }

  /** What command lines here have left on this machine: processes, sandboxes with their control groups, half written files. */
  leftovers(): (string | number)[] {
    const own = allProcesses().filter((pid) => readProc(pid, 'cmdline').includes(this.folder))
    const parents = findGroupParents()
    const places = [readEnvironment().runDir, parents?.memory, parents?.pids].flatMap(filesIn)
    const sandboxes = this.started.map((pid) => `sandbox-${pid}-`)
    const kept = places.filter((name) => sandboxes.some((sandbox) => name.includes(sandbox)))
    const partial = filesIn(this.path('.cordon/receipts')).filter((name) => !/\.json$/.test(name))
    return [...own, ...this.sandboxed(), ...kept, ...partial]
  }

  /** Runs a script's text as the analyst over the bonds, with `--json`, and reads the document. */
  async run(code: string | Uint8Array, args: readonly string[] = []): Promise<RunResult> {
    const script = this.write('script.py', code)
    const who = ['--data', 'bonds=bonds.csv', '--as', 'analyst.json', '--json']
    const finished = await this.cordon(['run', script, ...who, ...args])
    return { ...finished, document: JSON.parse(finished.stdout) }
  }

  receipts(): string[] {
    return filesIn(this.path('.cordon/receipts'))
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export interface RunResult extends Finished {
  /** What was printed, as JSON. */
  readonly document: unknown
}

function filesIn(folder: string | undefined): string[] {
  return folder !== undefined && existsSync(folder) ? readdirSync(folder) : []
}

/** Starts a program, gives it `input` and waits for its end. */
export function start(
  program: string,
  args: readonly string[],
  { input, env, onStart, cwd }: StartOptions & { readonly cwd?: string },
): Promise<Finished> {
  return new Promise((done, failed) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env } })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.on('error', failed)
    child.on('spawn', () => onStart?.(child.pid ?? 0))
    child.on('close', (code, signal) =>
      done({
        code,
        signal,
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
      }),
    )
    child.stdin.end(input)
  })
}
