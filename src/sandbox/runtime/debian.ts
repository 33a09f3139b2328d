import { access, constants } from 'node:fs/promises'
import { type CommandContext, runCommand } from './command.ts'

const aptGet = '/usr/bin/apt-get'

/** True on Debian, Ubuntu and whatever else has apt. */
export async function hasApt(): Promise<boolean> {
  return access(aptGet, constants.X_OK).then(
    () => true,
    () => false,
  )
}

/**
 * Installs Debian packages, which needs root; reads the package lists anew where the first try fails. False where
 * that failed too. Is not interrupted half way, by no
 * signal and no death of this process: a killed dpkg leaves a machine half configured.
 */
export async function installDebian(
  packages: readonly string[],
  context: CommandContext,
): Promise<boolean> {
  const env = { ...context.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args: readonly string[]) =>
    runCommand({
      program: aptGet,
      args: ['-q', '-y', '-o', 'DPkg::Lock::Timeout=300', ...args],
      env,
      isLasting: true,
      signal: new AbortController().signal,
    })
  const install = () => apt('install', '--no-install-recommends', ...packages)
  if (context.signal.aborted) return false
  if ((await install()).code === 0) return true
  await apt('update')
  return (await install()).code === 0
}

/** The command that a person would type for `installDebian`. */
export function debianCommand(packages: readonly string[], isRoot: boolean): string {
  return `${isRoot ? '' : 'sudo '}apt-get install -y ${packages.join(' ')}`
}
