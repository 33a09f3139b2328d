import type { Sha256 } from './ids.ts'

/** The Python that generated code runs in, as it stands ready on this machine. */
export interface PythonRuntime {
  /** Absolute path of the interpreter to start, e.g. `<venv>/bin/python3`. */
  readonly python: string
  /** Host folders that must be visible read-only at the same path (venv, extra site folders); /usr is always mounted. */
  readonly mounts: readonly string[]
  /**
   * Folder with a prebuilt font cache. matplotlib passes over a folder it can't write to, so a sandbox copies the files
   * to a private one and points `MPLCONFIGDIR` there.
   */
  readonly matplotlibCache: string | undefined
  /** Version of the interpreter, e.g. `3.11.2`. */
  readonly version: string
  /** Distribution name to its version. */
  readonly packages: { readonly [name: string]: string }
  /** Identity: over the interpreter's version and every package with version and hash. */
  readonly digest: Sha256
}
