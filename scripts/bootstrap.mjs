// Makes a fresh clone ready: npm packages, build, bubblewrap, Python runtime. Quick where all of it is there.
import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, statSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const oldestNode = [20, 19]

function main() {
  checkNode()
  installPackages()
  run('Building', process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'src'])
  run('Joining', process.execPath, [join(root, 'scripts/bundle.mjs')])
  const cli = join(root, 'dist/bundle/cordon.js')
  run('Setting up the sandbox', process.execPath, [cli, 'setup'])
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldestMajor, oldestMinor] = oldestNode
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  fail(`Cordon needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}.`)
}

function installPackages() {
  const modules = join(root, 'node_modules')
  const marker = join(modules, '.package-lock.json')
  const lock = join(root, 'package-lock.json')
  // Modules behind a link belong to another checkout, and npm would write through or replace it.
  if (existsSync(modules) && lstatSync(modules).isSymbolicLink()) {
    return say('npm packages: linked from another checkout')
  }
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs) {
    return say('npm packages: present')
  }
  say('npm packages: installing')
  // A lock file made from a partial registry copy lacks other platforms' binaries, on which "npm ci" insists.
  const first = npm(['ci'])
  const last = first.status === 0 ? first : npm(['install', '--no-save'])
  if (last.status !== 0) fail(`npm could not install the packages.\n${last.stderr || last.error}`)
  const now = new Date()
  utimesSync(marker, now, now)
  say(`npm packages: ${last.stdout.trim().split('\n').at(-1)}`)
}

function npm(command) {
  const args = [
    ...command,
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--loglevel=error',
    '--fetch-retries=1',
  ]
  return spawnSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

function run(title, program, args) {
  const startMs = performance.now()
  const { status } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) fail(`${title} failed.`, status ?? 1)
  say(`${title}: done in ${((performance.now() - startMs) / 1000).toFixed(1)} s`)
}

function say(line) {
  process.stderr.write(`${line}\n`)
}

function fail(message, status = 1) {
  say(message)
  process.exit(status)
}

main()
