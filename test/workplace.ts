import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

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
    return start(process.execPath, [main, ...args], { ...options, cwd: this.folder })
  }

  /** Runs a script's text as the analyst over the bonds, with `--json`, and reads the document. */
  async run(code: string | Uint8Array, args: readonly string[] = []): Promise<RunResult> {
    const script = this.write('script.py', code)
    const who = ['--data', 'bonds=bonds.csv', '--as', 'analyst.json', '--json']
    const finished = await this.cordon(['run', script, ...who, ...args])
    return { ...finished, document: JSON.parse(finished.stdout) }
  }

  receipts(): string[] {
    return readdirSync(this.path('.cordon/receipts'))
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export interface RunResult extends Finished {
  /** What was printed, as JSON. */
  readonly document: unknown
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
