import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'

/** Ways in which gVisor can catch system calls. */
export const platforms = ['systrap', 'ptrace', 'kvm'] as const
export type Platform = (typeof platforms)[number]

/** How to install gVisor. */
export const installRunsc =
  'apt-get install runsc, or see https://gvisor.dev/docs/user_guide/install'

/** Path of a program that a name or an absolute path stands for, out of folders as in PATH; undefined where there is none. */
export function findProgram(name: string, path: string): string | undefined {
  if (isAbsolute(name)) return isExecutable(name) ? name : undefined
  const folders = [...path.split(delimiter), '/usr/local/bin', '/usr/bin', '/usr/sbin']
  return folders
    .filter(isAbsolute)
    .map((folder) => join(folder, name))
    .find(isExecutable)
}

/** The platform of a build that needs nothing of the machine: systrap, or ptrace in builds from before 2023. */
export function platformOf(runsc: string): Platform {
  return knows(runsc, 'systrap') ? 'systrap' : 'ptrace'
}

/** The flag by which a build lets containers connect to sockets in folders that they see; its name changed in 2023. */
export function hostSocketsFlag(runsc: string): string {
  return hasFlag(runsc, 'host-uds') ? 'host-uds=open' : 'fsgofer-host-uds=true'
}

function hasFlag(runsc: string, name: string): boolean {
  const { stdout, stderr } = spawnSync(runsc, ['flags'], {
    env: {},
    encoding: 'utf8',
    timeout: 5000,
  })
  return `${stdout}${stderr}`.includes(`-${name} `)
}

/** An unknown platform is refused before anything is looked for. */
function knows(runsc: string, platform: Platform): boolean {
  const args = [`--platform=${platform}`, '--root=/nonexistent', 'list']
  const { stderr, stdout } = spawnSync(runsc, args, { env: {}, encoding: 'utf8', timeout: 5000 })
  return !/unknown platform|invalid value/.test(`${stdout}${stderr}`)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
