import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** The runner of the libraries' tests, which no runtime has. */
const testPackages = ['pytest', 'hypothesis']
const debianPackages = [
  ...['python3-pytest', 'python3-pluggy', 'python3-iniconfig', 'python3-packaging'],
  ...['python3-hypothesis', 'python3-attr', 'python3-sortedcontainers'],
]

/**
 * Runs test modules on both sides at once, one after another until a time on the clock of `performance.now()`, and compares
 * test by test. What passes outside and not inside is tried again on both sides, and counts where it comes out the same. Gives
 * the compared modules as `{name, passed, withheld, differing}`, and the names of those of which no test passes outside.
 */
export async function compareTests(sides, modules, until) {
  const compared = []
  const unfinished = []
  for (const name of modules) {
    if (performance.now() > until) break
    const first = await bothSides(sides, name)
    const passed = passing(first.outside)
    if (passed.length === 0) {
      unfinished.push(name)
      continue
    }
    let differing = passed.filter((test) => first.inside?.[test] !== 'passed')
    if (differing.length > 0) {
      const again = await bothSides(sides, name)
      const steady = new Set(passing(again.outside))
      differing = differing.filter((test) => steady.has(test) && again.inside?.[test] !== 'passed')
    }
    const told = differing.map((test) => `${name}::${test}: ${outcome(first.inside, test)}`)
    compared.push({
      ...{ name, passed: passed.length },
      withheld: told.filter((line) => isWithheld.test(line)),
      differing: told.filter((line) => !isWithheld.test(line)),
    })
  }
  return { compared, unfinished }
}

/** What the walls answer a test that wants a program, a socket, what /proc tells of the machine, or memory to share. */
const isWithheld =
  /PermissionError: \[Errno 1\] Operation not permitted|No such file or directory: '\/(?:proc\/|psm_)/

async function bothSides({ outside, inside }, name) {
  const [plain, confined] = await Promise.all([outside(name), inside(name)])
  return { outside: plain, inside: confined }
}

function passing(outcomes) {
  return Object.entries(outcomes ?? {})
    .filter(([, outcome]) => outcome === 'passed')
    .map(([test]) => test)
}

/** How one test ended inside, or how the whole module did where it gave no outcomes. */
function outcome(inside, test) {
  const told = typeof inside === 'string' ? inside : (inside?.[test] ?? 'was not run')
  return JSON.stringify(told).slice(0, 300)
}

/** One library's modules after the other's, in turns, so that each has its share of whatever time there is. */
export function inTurns(byLibrary) {
  const lists = Object.values(byLibrary)
  const longest = Math.max(...lists.map((list) => list.length))
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? [])).flat()
}

/** The name that a module is imported by: matplotlib's test package does not load without its picture files, so its modules stand alone. */
export function importName(module) {
  return module.startsWith('matplotlib.') ? module.slice(module.lastIndexOf('.') + 1) : module
}

/** Puts the test runner and matplotlib's test modules into a folder that both sides import from. */
export function installTests({ python, version }, folder) {
  mkdirSync(folder)
  if (existsSync('/usr/bin/apt-get')) unpackFromDebian(folder)
  else installFromIndex(version, folder)
  const where = 'import matplotlib; print(matplotlib.__file__, end="")'
  const matplotlib = dirname(execFileSync(python, ['-I', '-c', where], { encoding: 'utf8' }))
  const tests = join(matplotlib, 'tests')
  for (const name of readdirSync(tests).filter((file) => /^test_\w+\.py$/.test(file))) {
    cpSync(join(tests, name), join(folder, name))
  }
  execFileSync('chmod', ['-R', 'a+rX', folder])
}

function unpackFromDebian(folder) {
  const packages = mkdtempSync(join(tmpdir(), 'cordon-packages-'))
  const at = { cwd: packages, stdio: ['ignore', 'ignore', 'inherit'] }
  // As root apt would fetch as another user, who may not write here.
  const asOneself = ['-o', 'APT::Sandbox::User=root']
  execFileSync('apt-get', [...asOneself, 'download', '-q', ...debianPackages], at)
  for (const name of readdirSync(packages)) execFileSync('dpkg-deb', ['-x', name, '.'], at)
  cpSync(join(packages, 'usr/lib/python3/dist-packages'), folder, { recursive: true })
  rmSync(packages, { recursive: true, force: true })
}

function installFromIndex(version, folder) {
  const [major, minor] = version.split('.')
  const flags = ['--target', folder, '--python-version', `${major}.${minor}`]
  const words = ['-m', 'pip', 'install', '-q', '--only-binary=:all:', ...flags, ...testPackages]
  execFileSync('python3', words, { stdio: ['ignore', 'ignore', 'inherit'] })
}
