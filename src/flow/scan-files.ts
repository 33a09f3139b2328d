import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs'
import { join, normalize } from 'node:path'
import type { FileError } from '../report/report.ts'
import { readFaultOf } from './read-fault.ts'

/** What there is to scan, in a stable order, and what could not be looked at. */
export interface FoundFiles {
  readonly files: readonly string[]
  readonly errors: readonly FileError[]
}

/**
 * Finds Python files: paths in the order given, folders by name. Files that are named are taken whatever they are
 * called; links are followed, each folder once. What can't be looked at is an error, never left out in silence.
 */
export function findFiles(paths: readonly string[]): FoundFiles {
  const search = new Search()
  for (const path of paths) search.named(normalize(path))
  return { files: [...search.files], errors: search.errors }
}

/** Folders of tools, of version control and of installed packages, which hold other people's code. */
const ignoredFolders: ReadonlySet<string> = new Set(
  (
    '.git .hg .svn .bzr .jj .tox .nox .eggs .venv venv __pycache__ __pypackages__ node_modules site-packages ' +
    '.mypy_cache .pytest_cache .ruff_cache .pytype .pants.d .ipynb_checkpoints .vscode .idea .direnv .cordon'
  ).split(' '),
)

/** In a folder that holds a virtual environment, whatever it is called (PEP 405). */
const environmentMark = 'pyvenv.cfg'

/** Stubs (`.pyi`) are never run. */
const pythonFile = /\.pyw?$/

type Kind = 'file' | 'folder' | 'other'

class Search {
  readonly files = new Set<string>()
  readonly errors: FileError[] = []
  /** Real paths of folders, so that links lead nowhere twice. */
  readonly #visited = new Set<string>()
  readonly #open: string[] = []

  named(path: string): void {
    const kind = this.#kindOf(path)
    if (kind === 'folder') this.#folder(path)
    else this.#file(path, kind)
  }

  #folder(path: string): void {
    const real = this.#attempt(path, () => realpathSync(path))
    if (real === undefined) return
    if (this.#open.includes(real)) {
      this.#fault(
        path,
        'It is a link to a folder that it lies in, so following it would never end.',
      )
      return
    }
    if (this.#visited.has(real)) return
    this.#visited.add(real)
    const entries = this.#attempt(path, () => readdirSync(path, { withFileTypes: true })) ?? []
    const isNamed = this.#open.length === 0
    if (!isNamed && entries.some(({ name }) => name === environmentMark)) return
    this.#open.push(real)
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      this.#entry(path, entry)
    }
    this.#open.pop()
  }

  #entry(folder: string, entry: Dirent): void {
    const path = join(folder, entry.name)
    const isPython = pythonFile.test(entry.name)
    const kind = entry.isSymbolicLink() ? this.#kindOf(path, isPython) : kindOf(entry)
    if (kind === 'folder') {
      if (!ignoredFolders.has(entry.name)) this.#folder(path)
    } else if (isPython) this.#file(path, kind)
  }

  #file(path: string, kind: Kind | undefined): void {
    if (kind === 'file') this.files.add(path)
    else if (kind === 'other') this.#fault(path, 'It is no regular file.')
  }

  /** What a path leads to; undefined where that can't be told, which is a fault unless nobody cares. */
  #kindOf(path: string, matters = true): Kind | undefined {
    const seen = this.#attempt(path, () => statSync(path), matters)
    return seen && kindOf(seen)
  }

  #attempt<T>(path: string, work: () => T, matters = true): T | undefined {
    try {
      return work()
    } catch (cause) {
      const { code, message } = readFaultOf(cause)
      // A link that leads nowhere hides no code, unless it is called like code.
      if (matters || code !== 'ENOENT') this.#fault(path, message)
      return undefined
    }
  }

  #fault(path: string, message: string): void {
    this.errors.push({ path, message })
  }
}

function kindOf(seen: { isDirectory(): boolean; isFile(): boolean }): Kind {
  if (seen.isDirectory()) return 'folder'
  return seen.isFile() ? 'file' : 'other'
}
