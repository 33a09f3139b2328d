import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startCpuTime } from '../../../test/cpu-time.ts'
import { ensureBubblewrap } from './bubblewrap.ts'
import { runCommand } from './command.ts'
import { findInterpreter, probe } from './interpreter.ts'
import { loadRuntime } from './load.ts'
import type { RuntimePlan } from './plan.ts'
import { type ProvisionOptions, provisionRuntime, type SetupProgress } from './provision.ts'

const isRoot = process.getuid?.() === 0
const signal = new AbortController().signal
const writeWheel = `
import hashlib, sys, zipfile
path = sys.argv[1] + '/cordon_probe-1.0-py3-none-any.whl'
info = 'cordon_probe-1.0.dist-info/'
with zipfile.ZipFile(path, 'w') as wheel:
    wheel.writestr('cordon_probe.py', 'answer = 42')
    wheel.writestr(info + 'METADATA', 'Metadata-Version: 2.1\\nName: cordon-probe\\nVersion: 1.0\\n')
    wheel.writestr(info + 'WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr(info + 'RECORD', '')
print(hashlib.sha256(open(path, 'rb').read()).hexdigest(), end='')
`

let root = ''
let index = ''
let wheelHash = ''
let oldMask = 0
const env = () => ({
  PATH: '/usr/bin:/bin',
  HOME: root,
  PIP_CONFIG_FILE: '/dev/null',
  PIP_NO_INDEX: '1',
  PIP_FIND_LINKS: index,
})

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'cordon-setup-')))
  await chmod(root, 0o755)
  index = join(root, 'index')
  await mkdir(index)
  const args = ['-c', writeWheel, index]
  const made = await runCommand({ program: '/usr/bin/python3', args, env: env(), signal })
  wheelHash = made.stdout
  oldMask = process.umask(0o077)
})

afterAll(async () => {
  process.umask(oldMask)
  await rm(root, { recursive: true, force: true })
})

async function makePlan(pin: string, hash = wheelHash): Promise<RuntimePlan> {
  const folder = await mkdtemp(join(root, 'plan-'))
  const lockFile = join(folder, 'lock')
  const rangesFile = join(folder, 'ranges')
  await writeFile(lockFile, `cordon-probe==${pin} \\\n    --hash=sha256:${hash}\n`)
  await writeFile(rangesFile, 'cordon-probe>=1,<2\n')
  return {
    lockFile,
    rangesFile,
    modules: ['cordon_probe'],
    systemModules: ['json'],
    debianPackages: ['python3-pandas'],
  }
}

async function makeCache(): Promise<string> {
  const folder = await mkdtemp(join(root, 'cache-'))
  await chmod(folder, 0o755)
  return folder
}

async function makeOptions(
  change: Partial<ProvisionOptions> = {},
): Promise<ProvisionOptions & { readonly lines: SetupProgress[] }> {
  const lines: SetupProgress[] = []
  return {
    cacheDir: change.cacheDir ?? (await makeCache()),
    isRoot,
    env: env(),
    signal,
    plan: await makePlan('1.0'),
    onProgress: (line) => lines.push(line),
    ...change,
    lines,
  }
}

describe('a runtime', () => {
  test('is made as locked, works unprivileged, and stands ready the second time', async () => {
    const options = await makeOptions()
    expect(await loadRuntime(options)).toBeUndefined()
    const report = await provisionRuntime(options)
    expect(report).toMatchObject({ source: 'lock', isNew: true, notes: [], installed: [] })
    expect(report.runtime.packages).toEqual({ 'cordon-probe': '1.0' })
    expect(options.lines.map(({ step }) => step)).toEqual(
      options.lines.map(({ step }) => step).sort(),
    )
    expect(options.lines.at(-1)).toMatchObject({ step: 5, steps: 5 })
    const { python, mounts } = report.runtime
    expect(mounts.some((mount) => python.startsWith(`${mount}/`))).toBe(true)
    const ran = await runCommand({
      program: python,
      args: [
        '-I',
        '-c',
        'import cordon_probe; print(cordon_probe.answer, cordon_probe.__cached__)',
      ],
      env: {},
      signal,
      isNobody: isRoot,
    })
    expect(ran.stdout).toMatch(/^42 .*cordon_probe\.cpython-.*\.pyc\n$/)

    const shown = options.lines.length
    const cpuMs = startCpuTime()
    const again = await provisionRuntime(options)
    expect(cpuMs()).toBeLessThan(150)
    expect(again).toEqual({ ...report, isNew: false })
    expect(options.lines).toHaveLength(shown)
    expect(await loadRuntime(options)).toEqual(report.runtime)
  })

  test('takes the same version in another file where a hash does not fit', async () => {
    const plan = await makePlan('1.0', '0'.repeat(64))
    const report = await provisionRuntime(await makeOptions({ plan }))
    expect(report.source).toBe('pins')
    expect(report.runtime.packages).toEqual({ 'cordon-probe': '1.0' })
    expect(report.notes.join()).toMatch(/could not be met \(.*HASHES.*\): took the locked versions/)
  })

  test('resolves within the ranges where a version is missing', async () => {
    const report = await provisionRuntime(await makeOptions({ plan: await makePlan('1.1') }))
    expect(report.source).toBe('ranges')
    expect(report.notes.join()).toContain('cordon-probe 1.0 for 1.1')
  })

  test('is a Python of the system where no package can be had', async () => {
    const empty = { ...env(), PIP_FIND_LINKS: root }
    const options = await makeOptions({ env: empty })
    const report = await provisionRuntime(options)
    expect(report).toMatchObject({ source: 'system', isNew: true })
    expect(report.runtime.python).toMatch(/^\/usr\/bin\/python3/)
    expect(report.notes.join()).toContain('No matching distribution')
    expect(await loadRuntime(options)).toEqual(report.runtime)
  })

  test('that cannot be had is an error with the command that mends it', async () => {
    const plan = { ...(await makePlan('1.0')), systemModules: ['cordon_no_such_module'] }
    const options = await makeOptions({
      plan,
      env: { ...env(), PIP_FIND_LINKS: root },
      isRoot: false,
    })
    await expect(provisionRuntime(options)).rejects.toMatchObject({
      code: 'runtime-missing',
      help: expect.stringMatching(/PIP_INDEX_URL.*apt-get install -y python3-pandas/),
    })
    expect(await readdir(options.cacheDir)).toEqual([])
  })

  test('whose packages do not import is an error and is not kept', async () => {
    const plan = { ...(await makePlan('1.0')), modules: ['cordon_no_such_module'] }
    const options = await makeOptions({ plan })
    await expect(provisionRuntime(options)).rejects.toMatchObject({
      code: 'runtime-missing',
      message: expect.stringContaining("No module named 'cordon_no_such_module'"),
    })
    expect(await readdir(options.cacheDir)).toEqual([])
  })
})

describe('a setup', () => {
  test('that is cancelled stops and leaves nothing', async () => {
    const abort = new AbortController()
    const options = await makeOptions({
      signal: abort.signal,
      onProgress: ({ step }) => step === 2 && abort.abort(),
    })
    await expect(provisionRuntime(options)).rejects.toMatchObject({ code: 'cancelled' })
    expect(await readdir(options.cacheDir)).toEqual([])
  })

  test('sweeps away what an interrupted one left, waits for another one and shares its runtime', async () => {
    const options = await makeOptions()
    const { cacheDir } = options
    await mkdir(join(cacheDir, 'runtime-killed', 'venv'), { recursive: true })
    await symlink(join(cacheDir, 'runtime-killed'), join(cacheDir, 'runtime'))
    await mkdir(join(cacheDir, 'kept'))
    const reports = await Promise.all([provisionRuntime(options), provisionRuntime(options)])
    expect(reports.map(({ isNew }) => isNew).sort()).toEqual([false, true])
    expect(reports[0]?.runtime).toEqual(reports[1]?.runtime)
    expect(options.lines.map(({ message }) => message)).toContain(
      'Waiting for another setup to finish',
    )
    const made = expect.stringMatching(/^runtime-[0-9a-f]{12}$/)
    expect((await readdir(cacheDir)).sort()).toEqual(['kept', 'runtime', made])
  })

  test.each([
    ['a full disk', ['--size', '3000000', '--tmpfs'], 'disk-full', /about 1 GB/],
    ['a read-only cache folder', ['--ro-bind', '/usr'], 'runtime-missing', /EROFS/],
  ] as const)('with %s says so', async (_, mount, code, message) => {
    const cacheDir = await mountFolder(mount)
    const plan = { ...(await makePlan('1.0')), systemModules: ['json'] }
    const options = await makeOptions({ plan, cacheDir, isRoot: false })
    await expect(provisionRuntime(options)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      help: expect.stringContaining('cordon setup'),
    })
    if (code === 'disk-full') expect(await readdir(cacheDir)).toEqual([])
  })
})

/** A folder with a mount of its own, as any user: in the root of a process that bubblewrap keeps alive. */
async function mountFolder(mount: readonly string[]): Promise<string> {
  const folder = '/cordon-cache'
  const args = [
    '--die-with-parent',
    '--ro-bind',
    '/',
    '/',
    '--tmpfs',
    '/mnt',
    ...mount,
    `/mnt${folder}`,
  ]
  const bubblewrap = 'bwrap'
  const child = spawn(bubblewrap, [...args, 'sh', '-c', 'echo $$; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await sleep(0)
  })
  const [pid] = await once(child.stdout.setEncoding('utf8'), 'data')
  return `/proc/${String(pid).trim()}/root/mnt${folder}`
}

describe('an interpreter', () => {
  test('is found in /usr first and can make environments', async () => {
    const found = await findInterpreter({ env: env(), signal, isRoot })
    expect(found).toMatchObject({ prefix: '/usr', venvPip: expect.stringMatching(/^\d+\./) })
    expect(found?.python).toMatch(/^\/usr\/bin\/python3\.\d+$/)
  })

  test('in a closed home is no use to root, who drops privileges', async () => {
    const home = await mkdtemp(join(root, 'home-'))
    await symlink('/usr/bin/python3', join(home, 'python3'))
    const found = await probe(join(home, 'python3'), { env: env(), signal, isRoot })
    expect(found === undefined).toBe(isRoot)
  })
})

describe('bubblewrap', () => {
  const options = { env: { PATH: '/usr/bin:/bin' }, signal, isRoot: false, onProgress: () => {} }

  test('is found with its version', async () => {
    expect(await ensureBubblewrap(options)).toEqual({
      kind: 'present',
      version: expect.stringMatching(/^\d+\.\d+/),
    })
  })

  test('that is missing comes with the command that installs it', async () => {
    expect(await ensureBubblewrap({ ...options, env: { PATH: root } })).toMatchObject({
      kind: 'missing',
      help: expect.stringContaining('bubblewrap'),
    })
  })
})
