import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { CordonError } from '../../kernel/errors.ts'

/** Environment variables for a child process. */
export type Environment = { readonly [name: string]: string | undefined }

/** What every child process of a setup runs with. */
export interface CommandContext {
  readonly env: Environment
  readonly signal: AbortSignal
}

export interface Command extends CommandContext {
  readonly program: string
  readonly args: readonly string[]
  /** Runs as uid and gid 65534, which only root can ask for. */
  readonly isNobody?: boolean
  /** Goes on when this process dies, which ends every other program. */
  readonly isLasting?: boolean
  /** Called with each line of stdout as it comes. */
  readonly onLine?: (line: string) => void
}

/** `code` is the exit code, 126 or 127 where the program could not be started, 137 where a signal ended it. */
export interface CommandResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const nobody = 65_534
const run = 'exec "$0" "$@"'
const runBound = `command -v setpriv >/dev/null && exec setpriv --pdeathsig KILL -- "$0" "$@"; ${run}`
const keptCharacters = 4_000_000
const killAfterMs = 3_000

/**
 * Runs a program to its end with umask 022 and no stdin. A failing program is a result; throws `cancelled`, once the
 * program is gone, when the signal fires.
 */
export function runCommand(command: Command): Promise<CommandResult> {
  const { signal, env } = command
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(cancelled())
    const script = `umask 022; ${command.isLasting ? run : runBound}`
    const child = spawn('/bin/sh', ['-c', script, command.program, ...command.args], {
      cwd: '/',
      env: { ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(command.isNobody ? { uid: nobody, gid: nobody } : {}),
    })
    let stdout = ''
    let stderr = ''
    const { onLine } = command
    if (onLine) createInterface({ input: child.stdout }).on('line', onLine)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout = (stdout + text).slice(-keptCharacters)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-keptCharacters)
    })
    let killTimer: NodeJS.Timeout | undefined
    const stop = () => {
      child.kill('SIGTERM')
      killTimer = setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    }
    signal.addEventListener('abort', stop, { once: true })
    const settle = (code: number) => {
      clearTimeout(killTimer)
      signal.removeEventListener('abort', stop)
      if (signal.aborted) reject(cancelled())
      else resolve({ code, stdout, stderr })
    }
    child.on('error', () => settle(126))
    child.on('close', (code) => settle(code ?? 137))
  })
}

/** The error for a setup that its user stopped. */
export function cancelled(): CordonError {
  return new CordonError('cancelled', 'Setup was cancelled; nothing was left half done.')
}
