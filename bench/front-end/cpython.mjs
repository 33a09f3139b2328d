import { execFile, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const script = fileURLToPath(new URL('cpython_tree.py', import.meta.url))
const run = promisify(execFile)

/** What a Python is: its version as [major, minor] and where its standard library is. */
export async function describePython(python) {
  const code =
    'import sys, sysconfig; print(*sys.version_info[:2], sysconfig.get_paths()["stdlib"])'
  const { stdout } = await run(python, ['-c', code])
  const [major, minor, ...library] = stdout.trim().split(' ')
  return { version: [Number(major), Number(minor)], library: library.join(' ') }
}

/** One answer a file, in order, each `tree HASH` (or, if `isFull`, the tree) or `error LINE MESSAGE`. */
export async function* askPython(python, files, isFull = false) {
  const child = spawn(python, [script, ...(isFull ? ['--full'] : [])], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
  })
  child.stdin.end(files.map((file) => `${file}\n`).join(''))
  yield* createInterface({ input: child.stdout })
}
