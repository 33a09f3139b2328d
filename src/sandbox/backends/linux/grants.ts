import { chmodSync, chownSync, renameSync, rmSync, statSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { CordonError } from '../../../kernel/errors.ts'
import { exhaustionOf } from '../../../kernel/exhaustion.ts'
import type { JobEgress, JobInput } from '../../port.ts'
import type { Identity } from './unprivileged.ts'

/** A granted file as the supervisor knows it: by its name in the grants folder. */
export interface PlacedInput {
  readonly name: string
  readonly file: string
  readonly format: JobInput['format']
  readonly bytes: number
}

/** A way to an egress gateway as the supervisor knows it. */
export interface PlacedDoor {
  /** Name of the socket in the grants folder. */
  readonly socket: string
  readonly password: string
  readonly certificates: string
}

/** Lets the sandbox's user alone connect to a socket that lies in the grants folder; throws `sandbox-broken` for another. */
export function placeDoor(
  { socket, password, certificates }: JobEgress,
  to: Pick<GrantPlace, 'grantDir' | 'identity'>,
): PlacedDoor {
  if (dirname(socket) !== to.grantDir) {
    throw new CordonError('sandbox-broken', "A run's door is not in the grants folder.")
  }
  try {
    chmodSync(socket, 0o600)
    if (to.identity) chownSync(socket, to.identity.uid, to.identity.gid)
  } catch (cause) {
    throw handOverFailure(cause)
  }
  return { socket: basename(socket), password, certificates }
}

/** Makes granted files readable to the sandbox's user alone: what lies in the grants folder is moved, the rest copied in. */
export async function placeInputs(
  inputs: readonly JobInput[],
  to: GrantPlace,
): Promise<PlacedInput[]> {
  try {
    return await Promise.all(inputs.map((input, index) => place(input, index, to)))
  } catch (cause) {
    throw handOverFailure(cause)
  }
}

export interface GrantPlace {
  readonly grantDir: string
  readonly identity: Identity | undefined
  readonly job: number
}

/** Removes a run's granted files, whether all of them were placed or not. */
export function removeInputs(
  inputs: readonly JobInput[],
  from: { readonly grantDir: string; readonly job: number },
): void {
  const files = inputs.map(({ path }, index) =>
    dirname(path) === from.grantDir ? path : join(from.grantDir, `job-${from.job}-${index}`),
  )
  for (const file of files) rmSync(file, { force: true })
}

async function place(input: JobInput, index: number, to: GrantPlace): Promise<PlacedInput> {
  const { name, path, format } = input
  const isHere = dirname(path) === to.grantDir
  const file = isHere ? basename(path) : `job-${to.job}-${index}`
  const placed = join(to.grantDir, file)
  if (path.startsWith(`${to.grantDir}${sep}`)) renameSync(path, placed)
  else await copyFile(path, placed)
  chmodSync(placed, 0o400)
  if (to.identity) chownSync(placed, to.identity.uid, to.identity.gid)
  return { name, file, format, bytes: statSync(placed).size }
}

function handOverFailure(cause: unknown): CordonError {
  const exhaustion = exhaustionOf(cause)
  if (exhaustion !== undefined) {
    const message = `A granted file could not be handed over. ${exhaustion.message}`
    const { code, help = '' } = exhaustion
    return new CordonError(code, message, { help, cause })
  }
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
  const message = `A granted file could not be handed over (${code}).`
  return new CordonError('sandbox-broken', message, { cause })
}
