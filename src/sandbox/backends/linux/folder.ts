import {
  chownSync,
  constants,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { isJsonObject, type Json } from '../../../kernel/json.ts'
import { removeGroupsSoon } from './control-groups.ts'
import { identifyProcess, isAlive, killProcesses, type ProcessIdentity } from './process-table.ts'
import { chooseIdentity, type Identity } from './unprivileged.ts'

/** The folder that one open sandbox owns, and what must go when it goes. */
export interface SandboxFolder {
  readonly path: string
  readonly grantDir: string
  readonly identity: Identity | undefined
  /** Notes control groups, so that a later process can remove them if this one dies. */
  noteGroups(paths: readonly string[]): void
  /** Removes everything, save the note where groups stayed, so that a later process removes those. */
  remove(areGroupsGone: boolean): void
}

/** Makes a folder for a sandbox under the state folder, with a grants folder that only the sandbox's user can open. */
export function makeFolder(stateDir: string): SandboxFolder {
  mkdirSync(stateDir, { recursive: true })
  checkOwn(stateDir)
  const { path, slot } = claimFolder(stateDir)
  const identity = chooseIdentity(process.getuid?.() ?? -1, process.pid, slot)
  const grantDir = join(path, grants)
  mkdirSync(grantDir, { mode: 0o700 })
  if (identity) chownSync(grantDir, identity.uid, identity.gid)
  const owner = identifyProcess(process.pid)
  const noteGroups = (groups: readonly string[]) => {
    writeFileSync(join(path, ownerFile), JSON.stringify({ owner, groups }), { mode: 0o600 })
  }
  noteGroups([])
  const remove = (areGroupsGone: boolean) => removeFolder(path, areGroupsGone)
  return { path, grantDir, identity, noteGroups, remove }
}

/** Removes the folders and control groups of sandboxes whose process has died. Never touches a live one's. */
export async function sweepFolders(stateDir: string): Promise<void> {
  for (const name of listFolders(stateDir)) {
    const path = join(stateDir, name)
    const left = readOwner(path)
    if (left === undefined || isAlive(left.owner)) continue
    killShells(join(path, grants))
    removeFolder(path, await removeGroupsSoon(left.groups))
  }
}

/**
 * Kills the shells of a sandbox whose process has died. They go by themselves, save one that was just starting: bubblewrap's
 * inner process waits for its outer one before it asks to be killed along with it.
 */
function killShells(grantDir: string): void {
  killProcesses((words) => basename(words[0] ?? '') === 'bwrap' && words.includes(grantDir))
}

const grants = 'grants'
const prefix = 'sandbox-'
const ownerFile = 'owner.json'

/** Whoever else can change this folder could swap the filters in it, or read what is granted (CWE-379). */
function checkOwn(stateDir: string): void {
  const { uid, mode } = lstatSync(stateDir)
  const isDirectory = (mode & constants.S_IFMT) === constants.S_IFDIR
  if (isDirectory && uid === process.getuid?.() && (mode & 0o022) === 0) return
  throw new Error(`${stateDir} can be changed by others`)
}

function removeFolder(path: string, areGroupsGone: boolean): void {
  rmSync(join(path, grants), { recursive: true, force: true })
  if (areGroupsGone) rmSync(path, { recursive: true, force: true })
}

/** The first free slot of this process; making a folder is what claims it. */
function claimFolder(stateDir: string): { path: string; slot: number } {
  for (let slot = 0; ; slot++) {
    const path = join(stateDir, `${prefix}${process.pid}-${slot}`)
    try {
      mkdirSync(path, { mode: 0o711 })
      return { path, slot }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}

function listFolders(stateDir: string): string[] {
  try {
    return readdirSync(stateDir).filter((name) => name.startsWith(prefix))
  } catch {
    return []
  }
}

interface Owner {
  readonly owner: ProcessIdentity
  readonly groups: readonly string[]
}

/** Undefined where the folder is just being made, or is not one of ours. */
function readOwner(path: string): Owner | undefined {
  try {
    const note: Json = JSON.parse(readFileSync(join(path, ownerFile), 'utf8'))
    if (!isJsonObject(note)) return undefined
    const { owner, groups } = note
    if (!isJsonObject(owner) || !Array.isArray(groups)) return undefined
    const { pid, startTicks, boot } = owner
    if (typeof pid !== 'number' || typeof startTicks !== 'number' || typeof boot !== 'string') {
      return undefined
    }
    return { owner: { pid, startTicks, boot }, groups: groups.map(String) }
  } catch {
    return undefined
  }
}
