import type { Sha256 } from './ids.ts'

/** A Python that jobs run in: where it is, what it holds, and what it is, for the receipt. */
export interface PythonRuntime {
  /** Absolute path of the interpreter to start, e.g. `<venv>/bin/python3`. */
  readonly python: string
  /** Host folders that must be visible, read-only and at the same path. `/usr` always is. */
  readonly mounts: readonly string[]
  /** Folder with a font cache that matplotlib made, mounted read-only. */
  readonly matplotlibCache: string | undefined
  /** Version of the interpreter, e.g. `3.11.2`. */
  readonly version: string
  /** Distribution name to version. */
  readonly packages: { readonly [name: string]: string }
  /** Identity: over the interpreter's version and every package with its version and hash. */
  readonly digest: Sha256
}
