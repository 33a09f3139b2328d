import { chmod, chown, copyFile, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { JobInput } from '../../port.ts'
import type { Identity } from './unprivileged.ts'

/** A granted file as the supervisor knows it: by its name in the grants folder. */
export interface PlacedInput {
  readonly name: string
  readonly file: string
  readonly format: JobInput['format']
}

/** Makes granted files readable to the sandbox's user alone, copying in those that lie elsewhere. */
export function placeInputs(
  inputs: readonly JobInput[],
  to: { readonly grantDir: string; readonly identity: Identity | undefined; readonly job: number },
): Promise<PlacedInput[]> {
  return Promise.all(
    inputs.map(async ({ name, path, format }, index) => {
      const isHere = dirname(path) === to.grantDir
      const file = isHere ? basename(path) : `job-${to.job}-${index}`
      const placed = join(to.grantDir, file)
      if (!isHere) await copyFile(path, placed)
      await chmod(placed, 0o400)
      if (to.identity) await chown(placed, to.identity.uid, to.identity.gid)
      return { name, file, format }
    }),
  )
}

/** Removes a run's granted files, whether all of them were placed or not. */
export async function removeInputs(
  inputs: readonly JobInput[],
  from: { readonly grantDir: string; readonly job: number },
): Promise<void> {
  const files = inputs.map(({ path }, index) =>
    dirname(path) === from.grantDir ? path : join(from.grantDir, `job-${from.job}-${index}`),
  )
  await Promise.all(files.map((file) => rm(file, { force: true })))
}
