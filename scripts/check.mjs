// What `npm run check` runs: lint, types, unused code and the package's form beside the unit tests, which take longer.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const lint = ['biome check --error-on-warnings .', 'tsc -b', 'knip', 'publint']

function run(command) {
  const child = spawn(`node_modules/.bin/${command}`, { cwd: root, shell: true, stdio: 'inherit' })
  return new Promise((done) => child.on('close', (code) => done(code === 0)))
}

async function all(commands) {
  for (const command of commands) if (!(await run(command))) return false
  return true
}

const results = await Promise.all([all(lint), run('vitest run --project unit')])
process.exitCode = results.every(Boolean) ? 0 : 1
