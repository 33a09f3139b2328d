// Makes a fresh clone ready: npm packages, build, bubblewrap, Python runtime. Quick where all of it is there.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const oldestNode = [20, 19]

function main() {
  checkNode()
  installPackages()
  run('Building', process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'src'])
  const cli = join(root, 'dist/surfaces/cli/main.js')
  const setup = existsSync(cli) ? [cli, 'setup'] : [join(root, 'scripts/provision.mjs')]
  run('Setting up the sandbox', process.execPath, setup)
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldestMajor, oldestMinor] = oldestNode
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  fail(`Cordon needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}.`)
}

function installPackages() {
  const marker = join(root, 'node_modules/.package-lock.json')
  const lock = join(root, 'package-lock.json')
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs) {
    return say('npm packages: present')
  }
  const common = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  say('npm packages: installing')
  // A partial registry copy can lack the binaries of other platforms, on which "npm ci" insists.
  const isInstalled =
    npm(['ci', ...common]) || npm(['install', '--no-save', '--no-package-lock', ...common])
  if (!isInstalled) fail('npm could not install the packages; its message is above.')
  const now = new Date()
  if (existsSync(marker)) utimesSync(marker, now, now)
  say('npm packages: installed')
}

function npm(args) {
  return start('npm', args).status === 0
}

function run(title, program, args) {
  const startMs = performance.now()
  const { status } = start(program, args)
  if (status !== 0) fail(`${title} failed.`, status ?? 1)
  say(`${title}: done in ${((performance.now() - startMs) / 1000).toFixed(1)} s`)
}

function start(program, args) {
  return spawnSync(program, args, { cwd: root, stdio: ['ignore', 2, 2] })
}

function say(line) {
  process.stderr.write(`${line}\n`)
}

function fail(message, status = 1) {
  say(message)
  process.exit(status)
}

main()
