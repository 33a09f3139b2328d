import { asSha256 } from '../../kernel/ids.ts'
import { isJsonObject, type Json } from '../../kernel/json.ts'
import { type Interpreter, parseAnswer, runGuest, type SetupContext } from './interpreter.ts'
import type { PackageRecord, PackageRecords } from './record.ts'

export interface Inventory {
  readonly packages: PackageRecords
  /** The folders that the packages are in. */
  readonly folders: readonly string[]
}

/** Lists what a Python of the system brings, each with a digest of its installed files where one is stated. */
export async function takeInventory(
  interpreter: Interpreter,
  context: SetupContext,
): Promise<Inventory | undefined> {
  const result = await runGuest({ ...context, python: interpreter.python, args: ['inventory'] })
  const answer = result.code === 0 ? parseAnswer(result.stdout) : undefined
  const packages = answer?.['packages']
  const folders = answer?.['folders']
  if (!isJsonObject(packages) || !Array.isArray(folders)) return undefined
  return {
    packages: Object.fromEntries(
      Object.entries(packages).map(([name, value]) => [name, readPackage(value)]),
    ),
    folders: folders.map(String),
  }
}

function readPackage(value: Json): PackageRecord {
  const { version, sha256 } = isJsonObject(value) ? value : {}
  const digest = typeof sha256 === 'string' ? asSha256(sha256) : undefined
  return { version: String(version), ...(digest ? { sha256: digest } : {}) }
}

/** Why the modules can't all be imported by the user that a sandbox runs as; undefined where they can. */
export async function importProblem(
  python: string,
  modules: readonly string[],
  context: SetupContext,
): Promise<string | undefined> {
  const result = await runGuest({
    ...context,
    env: { PATH: context.env['PATH'], HOME: '/nonexistent' },
    python,
    args: ['smoke', ...modules],
    isNobody: context.isRoot,
  })
  if (result.code === 0) return undefined
  if (result.code === 126 || result.code === 127) return 'an unprivileged user cannot start it'
  return result.stderr.trimEnd().split('\n').at(-1) ?? `exit code ${result.code}`
}
