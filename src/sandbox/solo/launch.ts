import { spawn } from 'node:child_process'
import { type Supervisor, superviseProcess } from '../backends/linux/supervisor.ts'
import type { BackendName } from '../port.ts'

export interface Launch {
  readonly backend: BackendName
  readonly program: string
  readonly args: readonly string[]
  /** Files of control groups that the program is put into before it starts. */
  readonly groups?: readonly string[]
  readonly env?: { readonly [name: string]: string | undefined }
}

/** Starts an engine whose container speaks with us over its standard input and output. */
export function launch({ backend, program, args, groups = [], env = {} }: Launch): Supervisor {
  const child = spawn('/bin/sh', ['-c', redirect, 'sh', ...groups, '--', program, ...args], {
    cwd: '/',
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  return superviseProcess(child, backend)
}

/** The channel is a socket at the fourth descriptor; engines only hand over the first three. */
const redirect =
  'while [ "$1" != -- ]; do echo $$ > "$1" || exit 1; shift; done; shift; exec "$@" <&3 >&3 3>&-'
