import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isJsonObject, type Json } from '../../kernel/json.ts'
import { guestFile } from '../guest-files.ts'
import { type CommandContext, type CommandResult, runCommand } from './command.ts'

/** A Python that the user of a sandbox can start. */
export interface Interpreter {
  /** Absolute path, symbolic links resolved. */
  readonly python: string
  readonly version: string
  /** Folder that holds the standard library, e.g. `/usr`. */
  readonly prefix: string
  /** Version of the pip that its virtual environments start with; empty where it can't make any. */
  readonly venvPip: string
}

export interface SetupContext extends CommandContext {
  readonly isRoot: boolean
}

/**
 * Finds a Python 3.9 or newer, one that can make virtual environments before one that can't, `/usr/bin/python3` first.
 * As root only what uid 65534 can start counts: a Python under a closed home is no use once privileges are dropped.
 */
export async function findInterpreter(context: SetupContext): Promise<Interpreter | undefined> {
  const onPath = (context.env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'))
  const folders = ['/usr/bin', '/usr/local/bin', ...onPath]
  const candidates = new Set(folders.map((folder) => join(folder, 'python3')))
  let second: Interpreter | undefined
  for (const candidate of candidates) {
    const found = await probe(candidate, context)
    if (found?.venvPip) return found
    second ??= found
  }
  return second
}

/** Asks one Python what it is; undefined where it can't be started or is older than 3.9. */
export async function probe(
  python: string,
  context: SetupContext,
): Promise<Interpreter | undefined> {
  const result = await runGuest({ ...context, python, args: ['probe'], isNobody: context.isRoot })
  const answer = result.code === 0 ? parseAnswer(result.stdout) : undefined
  const interpreter = answer && readProbe(answer)
  return interpreter && isRecent(interpreter.version) ? interpreter : undefined
}

export interface GuestCommand extends CommandContext {
  readonly python: string
  readonly args: readonly string[]
  readonly isNobody?: boolean
}

/** Runs one command of `guest/setup.py`, isolated from the user's Python settings. */
export async function runGuest(command: GuestCommand): Promise<CommandResult> {
  const { python, args, ...rest } = command
  // As text, because uid 65534 may not be able to read the folder that Cordon itself is installed in.
  const source = await readFile(guestFile('setup.py'), 'utf8')
  return runCommand({ ...rest, program: python, args: ['-I', '-c', source, ...args] })
}

/** Reads the one JSON object that a guest command prints; undefined where it is none. */
export function parseAnswer(stdout: string): { readonly [key: string]: Json } | undefined {
  try {
    const value: unknown = JSON.parse(stdout)
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function readProbe(answer: { readonly [key: string]: Json }): Interpreter | undefined {
  const { python, version, prefix, venvPip } = answer
  if (typeof python !== 'string' || typeof version !== 'string') return undefined
  if (typeof prefix !== 'string' || typeof venvPip !== 'string') return undefined
  return { python, version, prefix, venvPip }
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major === 3 && minor >= 9
}
