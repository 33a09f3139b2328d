// What `npm run check` runs: lint, types, unused code and the package's form beside the unit tests, which take longer.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))

function run(...scripts) {
  const child = spawn('npm', ['run', '--silent', ...scripts], { cwd: root, stdio: 'inherit' })
  return new Promise((done) => {
    child.on('error', () => done(false))
    child.on('close', (code) => done(code === 0))
  })
}

const results = await Promise.all([run('lint'), run('unit')])
process.exitCode = results.every(Boolean) ? 0 : 1
