import { readFileSync, statfsSync, statSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { parseDatasets } from '../data/config.ts'
import type { DataConfig } from '../data/policy.ts'
import { isDatabaseAddress } from '../data/read/postgres.ts'
import { DecideConfig, RolesConfig } from '../decide/config.ts'
import { IdentityConfig } from '../decide/identity-config.ts'
import { parseEgress } from '../egress/config.ts'
import type { RunPolicy } from '../flow/corridor.ts'
import { type InspectPolicy, inspectPolicySchema } from '../inspect/config.ts'
import { createInspector } from '../inspect/inspect.ts'
import type { Control } from '../kernel/controls.ts'
import { CordonError } from '../kernel/errors.ts'
import { formatIssue, type Issue, type Parsed } from '../kernel/issue.ts'
import { parseWith } from '../kernel/parse.ts'
import { readYaml, withLines } from '../kernel/yaml.ts'
import { sha256 } from '../ledger/canonical.ts'
import { limitsOf, SandboxConfig } from '../sandbox/config.ts'
import { profileNames } from '../sandbox/runtime/profile.ts'

/** What the machine and the user's environment say. */
export interface Environment {
  readonly isRoot: boolean
  /** Where the Python runtime is kept. */
  readonly cacheDir: string
  /** Where granted files and sandboxes live while they run; others on the machine can pass through but not look in. */
  readonly runDir: string
  /** Where ledger, keys and receipts are kept unless the configuration says otherwise. */
  readonly stateDir: string
  /** `SCRIPT_EXECUTION_TIMEOUT`, as written. */
  readonly scriptTimeout: string | undefined
  readonly wantsColor: boolean
  /** All variables, for the programs that a setup starts. */
  readonly variables: NodeJS.ProcessEnv
}

/** A whole configuration, read and checked. */
export interface Configuration {
  readonly policy: RunPolicy
  /** The `inspect:` section that the policy's inspector was made from. */
  readonly inspect: InspectPolicy
  readonly requiredControls: readonly Control[]
  /** The `sandbox:` section, for choosing a back end. */
  readonly sandbox: SandboxConfig
  readonly stateDir: string
  /** Folder that relative paths in the configuration start from. */
  readonly folder: string
  readonly tenant: string
  readonly identity: IdentityConfig
  /** The line of the text, from 1, of what is at a path or nearest above it. */
  readonly lineOf: (path: Issue['path']) => number | undefined
}

const Settings = z.strictObject({
  version: z.literal(1, { error: 'must be 1' }),
  state: z.string().min(1).optional(),
  tenant: z.string().min(1).default('default'),
  sandbox: SandboxConfig.prefault({}),
  inspect: inspectPolicySchema.prefault({}),
  roles: RolesConfig.default({}),
  decide: DecideConfig.prefault({}),
  egress: z.unknown().optional(),
  identity: IdentityConfig.prefault({}),
  datasets: z.unknown().optional(),
})

/** Reads the environment variables that Cordon honours; nothing else in Cordon looks at them. */
export function readEnvironment(): Environment {
  const { env } = process
  const isRoot = process.getuid?.() === 0
  const home = env['HOME'] ?? homedir()
  const cache = isRoot ? '/var/cache' : (env['XDG_CACHE_HOME'] ?? resolve(home, '.cache'))
  const state = isRoot ? '/var/lib' : (env['XDG_STATE_HOME'] ?? resolve(home, '.local/state'))
  return {
    isRoot,
    cacheDir: resolve(cache, 'cordon'),
    runDir: runFolder(isRoot ? '/run' : env['XDG_RUNTIME_DIR']),
    stateDir: resolve(state, 'cordon'),
    scriptTimeout: env['SCRIPT_EXECUTION_TIMEOUT'],
    wantsColor: env['NO_COLOR'] === undefined,
    variables: env,
  }
}

/** In memory where there is room: granted files then cost no disk, and leave no trace on one. */
function runFolder(usual: string | undefined): string {
  const name = `cordon-${process.getuid?.() ?? 'user'}`
  const inMemory = [usual, '/dev/shm'].find(
    (folder) => folder !== undefined && isRoomyMemory(folder),
  )
  return resolve(inMemory ?? usual ?? tmpdir(), name)
}

/** TMPFS_MAGIC of statfs(2), and room for a large grant. */
function isRoomyMemory(folder: string): boolean {
  try {
    const { type, bavail, bsize } = statfsSync(folder)
    return type === 0x01021994 && bavail * bsize >= 1024 ** 3
  } catch {
    return false
  }
}

/** Loads a configuration file; every fault in it is in the error's message, one a line, with path and line number. */
export function loadConfiguration(path: string, environment: Environment): Configuration {
  const text = readText(path)
  return requireConfiguration(text, { folder: dirname(resolve(path)), environment, name: path })
}

/** Reads a configuration from YAML text, as `loadConfiguration` reads a file. */
export function requireConfiguration(
  text: string,
  at: { readonly folder: string; readonly environment: Environment; readonly name?: string },
): Configuration {
  const read = parseConfiguration(text, at)
  if (read.ok) return read.value
  const faults = read.issues.map((issue) => `  ${formatIssue(issue)}`).join('\n')
  const what = `Cannot use the configuration ${at.name ?? 'given'}:\n${faults}`
  throw new CordonError('config-invalid', what, {
    help: 'Mend the lines named above; "cordon init" writes a commented example.',
  })
}

/** Reads a configuration from YAML text. */
export function parseConfiguration(
  text: string,
  at: { readonly folder: string; readonly environment: Environment },
): Parsed<Configuration> {
  const yaml = readYaml(text)
  if (!yaml.ok) return yaml
  const read = readSettings(yaml.value.value, sha256(text), at)
  if (!read.ok) return { ok: false, issues: withLines(read.issues, yaml.value) }
  return { ok: true, value: { ...read.value, lineOf: yaml.value.lineOf } }
}

function readSettings(
  value: unknown,
  digest: RunPolicy['digest'],
  at: { readonly folder: string; readonly environment: Environment },
): Parsed<Omit<Configuration, 'lineOf'>> {
  const read = parseWith(Settings, value)
  if (!read.ok) return read
  const { roles, decide, inspect, state, tenant, identity, version } = read.value
  const sandbox = withProfile(read.value.sandbox, at.folder)
  const datasets = parseDatasets(read.value.datasets ?? {}, Object.keys(roles))
  if (!datasets.ok) return datasets
  const egress = read.value.egress == null ? undefined : parseEgress(read.value.egress)
  if (egress?.ok === false) return egress
  // Where hosts are granted, the modules that speak to them may be used.
  const inspection = { ...inspect, egress: inspect.egress || egress !== undefined }
  return {
    ok: true,
    value: {
      policy: {
        inspect: createInspector(inspection),
        roles,
        decide,
        datasets: datasets.value,
        sources: sourcesOf(datasets.value, at.folder),
        limits: limitsOf(sandbox),
        figures: sandbox.figures,
        ...(egress && { egress: egress.value }),
        digest,
        version: String(version),
      },
      inspect: inspection,
      requiredControls: sandbox.require,
      sandbox,
      stateDir: state ? resolve(at.folder, state) : at.environment.stateDir,
      folder: at.folder,
      tenant,
      identity,
    },
  }
}

/** A profile that is no name is a file, whose path starts from the configuration's folder. */
function withProfile(sandbox: SandboxConfig, folder: string): SandboxConfig {
  const isName = profileNames.some((name) => name === sandbox.profile)
  return isName ? sandbox : { ...sandbox, profile: resolve(folder, sandbox.profile) }
}

/** A path of the configuration's, relative ones starting from its folder. */
export function fromFolder(folder: string, path: string): string {
  return resolve(folder, path)
}

function sourcesOf(datasets: DataConfig, folder: string): Record<string, string> {
  const named = [...datasets].flatMap(([name, { source }]) =>
    source ? [[name, source] as const] : [],
  )
  return Object.fromEntries(
    named.map(([name, source]) => [
      name,
      isDatabaseAddress(source) ? source : resolve(folder, source),
    ]),
  )
}

class NotAFile extends Error {}

function readText(path: string): string {
  try {
    // A pipe or a device could keep this process waiting where no signal reaches it.
    if (!statSync(path).isFile()) throw new NotAFile()
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))
  } catch (cause) {
    const why = cause instanceof TypeError ? 'it is not UTF-8' : reasonOf(cause)
    throw new CordonError('config-invalid', `Cannot read the configuration ${path}: ${why}.`, {
      help: 'Name one with --config, or write one with "cordon init".',
      cause,
    })
  }
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ENOENT') return 'there is no such file'
  if (cause instanceof NotAFile) return 'it is not a file'
  return code === 'EACCES' ? 'it may not be read' : 'it cannot be opened'
}
