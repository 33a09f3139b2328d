import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defaultLimits } from '../../src/kernel/limits.ts'

/** Builds what another process runs, from the sources as they are now. */
export function buildCordon(): void {
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-b', 'src'], { cwd: root })
}

/**
 * Starts another Node process with a sandbox on a state folder. It says `open`, then answers each message
 * `{code, limits?}` with a job report.
 */
export function startOther(stateDir: string): ChildProcess {
  return fork(writeScript(stateDir), { execArgv: [] })
}

/** The same in a mount namespace where no control group can be made. For root only. */
export function startOtherWithoutGroups(stateDir: string): ChildProcess {
  const hide = 'mount -t tmpfs none /sys/fs/cgroup && exec "$0" "$1"'
  return spawn('unshare', ['-m', 'sh', '-c', hide, process.execPath, writeScript(stateDir)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

const root = fileURLToPath(new URL('../../', import.meta.url))

function writeScript(stateDir: string): string {
  const script = join(mkdtempSync(join(tmpdir(), 'cordon-other-')), 'other.mjs')
  const dist = new URL('../../dist/', import.meta.url).href
  const options = { stateDir, required: [], preload: [] }
  const job = { fileName: 'script.py', inputs: [], limits: defaultLimits }
  writeFileSync(
    script,
    `import { openLinuxSandbox } from '${dist}sandbox/backends/linux/open.js'
import { loadRuntime } from '${dist}sandbox/runtime/load.js'
import { readEnvironment } from '${dist}surfaces/config.js'
const runtime = await loadRuntime(readEnvironment())
const sandbox = await openLinuxSandbox({ ...${JSON.stringify(options)}, runtime })
process.on('message', async ({ code, limits }) => {
  const job = ${JSON.stringify(job)}
  const whole = { ...job, code, limits: { ...job.limits, ...limits } }
  process.send(await sandbox.run(whole, new AbortController().signal))
})
process.on('disconnect', () => sandbox.close())
process.send('open')`,
  )
  return script
}
