import { CordonError } from './errors.ts'

/**
 * What to say where not Cordon but the machine ran out: of disk, memory, processes or open files, as the operating
 * system's error code tells. Gives undefined for any other failure.
 */
export function exhaustionOf(cause: unknown): CordonError | undefined {
  const found = words[codeOf(cause)]
  if (found === undefined) return undefined
  const [code, message, help] = found
  return new CordonError(code, message, { help, cause })
}

type Words = readonly ['disk-full' | 'machine-exhausted', string, string]

const files: Words = [
  'machine-exhausted',
  'No more files can be opened: this process or this machine has as many open as it may.',
  'Raise the limit: ulimit -n 4096, or LimitNOFILE=4096 in a systemd unit.',
]
const disk: Words = [
  'disk-full',
  'No space is left on the disk.',
  'Free some space, then try again.',
]
const words: { readonly [code: string]: Words } = {
  EMFILE: files,
  ENFILE: files,
  ENOSPC: disk,
  EDQUOT: disk,
  ENOMEM: [
    'machine-exhausted',
    'The machine has no memory left.',
    'Let other work end, or lower sandbox.concurrency in the configuration.',
  ],
  EAGAIN: [
    'machine-exhausted',
    'No more processes can be started: this user has as many as it may, or the machine has no memory left.',
    'Let other work end, or raise the limit: ulimit -u.',
  ],
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}
