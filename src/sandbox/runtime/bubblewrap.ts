import { type CommandContext, runCommand } from './command.ts'
import { debianCommand, hasApt, installDebian } from './debian.ts'

export type BubblewrapReport =
  | { readonly kind: 'present'; readonly version: string }
  | { readonly kind: 'installed'; readonly version: string }
  | { readonly kind: 'missing'; readonly message: string; readonly help: string }

export interface BubblewrapOptions extends CommandContext {
  readonly isRoot: boolean
  readonly onProgress: (message: string) => void
}

/** Sees to it that bubblewrap is there: as root with apt installs it, else says which command would. */
export async function ensureBubblewrap(options: BubblewrapOptions): Promise<BubblewrapReport> {
  const version = await bubblewrapVersion(options)
  if (version) return { kind: 'present', version }
  const isDebian = await hasApt()
  if (options.isRoot && isDebian) {
    options.onProgress('Installing the Debian package bubblewrap')
    await installDebian(['bubblewrap'], options)
    const installed = await bubblewrapVersion(options)
    if (installed) return { kind: 'installed', version: installed }
  }
  return {
    kind: 'missing',
    message: 'bubblewrap (bwrap) is not installed.',
    help: isDebian
      ? debianCommand(['bubblewrap'], options.isRoot)
      : 'Install the package "bubblewrap" of your distribution.',
  }
}

async function bubblewrapVersion(context: CommandContext): Promise<string | undefined> {
  const { env, signal } = context
  const result = await runCommand({ program: 'bwrap', args: ['--version'], env, signal })
  return /^bubblewrap (\S+)/.exec(result.stdout)?.[1]
}
