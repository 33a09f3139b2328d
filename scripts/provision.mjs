import { homedir } from 'node:os'
import { join } from 'node:path'
import { ensureBubblewrap } from '../dist/sandbox/runtime/bubblewrap.js'
import { provisionRuntime } from '../dist/sandbox/runtime/provision.js'

const isRoot = process.getuid?.() === 0
const cacheDir = isRoot
  ? '/var/cache/cordon'
  : join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cordon')
const abort = new AbortController()
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => abort.abort())
const context = { isRoot, env: process.env, signal: abort.signal }
const say = (line) => process.stderr.write(`${line}\n`)

try {
  const bubblewrap = await ensureBubblewrap({ ...context, onProgress: say })
  if (bubblewrap.kind === 'missing') throw Object.assign(new Error(bubblewrap.message), bubblewrap)
  say(`bubblewrap ${bubblewrap.version}: ${bubblewrap.kind}`)
  const report = await provisionRuntime({
    ...context,
    cacheDir,
    onProgress: ({ step, steps, message }) => say(`[${step}/${steps}] ${message}`),
  })
  for (const name of report.installed) say(`Debian package ${name}: installed`)
  for (const note of report.notes) say(note)
  const { version, packages } = report.runtime
  const state = report.isNew ? 'installed' : 'present'
  say(
    `Python ${version} with ${Object.keys(packages).length} packages (${report.source}): ${state}`,
  )
} catch (error) {
  say(error.help ? `${error.message}\n  ${error.help}` : String(error?.stack))
  process.exitCode = 5
}
