import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Ability, Call, Services, SetupReport } from '../api/services.ts'
import { openGovernor } from '../data/govern.ts'
import { profileFile } from '../data/profile/profile.ts'
import type { Readers } from '../data/read/readers.ts'
import type { EgressPolicy } from '../egress/policy.ts'
import type { Corridor } from '../flow/corridor.ts'
import { identify, type ResolveGroups } from '../flow/identify.ts'
import { plotlyPage } from '../flow/plotly-figures.ts'
import type { Capabilities } from '../kernel/capabilities.ts'
import { systemClock } from '../kernel/clock.ts'
import { CordonError } from '../kernel/errors.ts'
import { defaultLimits } from '../kernel/limits.ts'
import { version } from '../kernel/version.ts'
import { verifyAgainstLedger } from '../ledger/against-ledger.ts'
import { type AuditOptions, verifyLedger } from '../ledger/audit.ts'
import { loadOrCreateKeys } from '../ledger/keys.ts'
import { lackOfFiles } from '../ledger/lack-of-files.ts'
import { openLedger } from '../ledger/ledger.ts'
import { addMaskKey, loadMaskKeys } from '../ledger/mask-keys.ts'
import { currentOwner } from '../ledger/owner.ts'
import { loadTrustedKeys, trustKeys } from '../ledger/trusted-keys.ts'
import { probeLinux } from '../sandbox/backends/linux/probe.ts'
import { SandboxConfig } from '../sandbox/config.ts'
import type { Sandbox } from '../sandbox/port.ts'
import { ensureBubblewrap } from '../sandbox/runtime/bubblewrap.ts'
import { loadRuntime } from '../sandbox/runtime/load.ts'
import { readPlotlyLibrary } from '../sandbox/runtime/plotly-library.ts'
import { findProfile, requireRuntime } from '../sandbox/runtime/profile.ts'
import { provisionRuntime } from '../sandbox/runtime/provision.ts'
import {
  type Configuration,
  type Environment,
  loadConfiguration,
  requireConfiguration,
} from './config.ts'
import { databasePassword } from './database-password.ts'
import { openIdentity } from './identity.ts'
import { receiptFolder } from './receipts.ts'
import { openFittingSandbox, probeBackends } from './sandboxes.ts'

export interface ServicesOptions {
  readonly environment: Environment
  /** The configuration file; where it is left out, `cordon.yaml` in this folder if there is one. */
  readonly configPath?: string
  /** A configuration as YAML text, in place of a file; relative paths start from `folder`. */
  readonly configuration?: { readonly text: string; readonly folder: string }
  /** Gives the groups of somebody whose token could not hold them all. */
  readonly resolveGroups?: ResolveGroups
  /** Preload what the first script imports and nothing else: right for one run, wrong for a server. */
  readonly isSingleRun?: boolean
}

/** Opens the parts that operations need, each when it is first asked for; names the engines of data and ledger. */
export function openServices(options: ServicesOptions): Services & { close: () => Promise<void> } {
  const configuration = once(() => configurationOf(options))
  const opened: Closable[] = []
  const corridor = once(() => openCorridor(configuration(), options, opened))
  const stateDir = () => configuration().stateDir
  const identity = once(() =>
    openIdentity(configuration(), {
      clock: systemClock,
      loadJose: () => loadEngine(() => import('jose')),
      ...(options.resolveGroups && { resolveGroups: options.resolveGroups }),
    }),
  )
  /** An installation that has signed nothing trusts nobody. */
  const trustedKeys = () => {
    const folder = trustedFolder(stateDir())
    return existsSync(folder) ? loadTrustedKeys(folder) : trustKeys([])
  }
  const audited = async (): Promise<AuditOptions> => ({
    path: ledgerPath(stateDir()),
    engine: await sqlite(),
    keys: trustedKeys(),
  })
  return {
    policy: () => configuration().policy,
    scanning: () => ({
      policy: configuration().inspect,
      cacheFolder: join(options.environment.cacheDir, 'scan'),
      version,
    }),
    writtenPolicy: (path) =>
      path === undefined ? configuration() : loadConfiguration(path, options.environment),
    corridor,
    trustedKeys,
    identify: async (secret, signal) => identify(secret, await identity(), signal),
    allowsPrincipalFiles: () => configuration().identity['principal-files'] === 'allow',
    verifyLedger: async (witness) =>
      verifyLedger({ ...(await audited()), ...(witness !== undefined && { witness }) }),
    verifyAgainstLedger: async (receipt) => verifyAgainstLedger(receipt, await audited()),
    profileData: async (path, { writing, signal }) => {
      const engine = await loadEngine(() => import('@duckdb/node-api'))
      return profileFile(path, {
        engine,
        memoryBytes: governorMemoryBytes,
        threads: 2,
        readers: readersOf(options.environment),
        writing,
        signal,
      })
    },
    rotateMaskKey: () => addMaskKey(join(stateDir(), 'keys')),
    chartFile: async (figure) => {
      const { format, bytes } = figure
      if (format !== 'plotly') return { name: format, content: bytes }
      const library = await readPlotlyLibrary((await corridor()).runtime)
      if (library === undefined) return { name: 'plotly.json', content: bytes }
      return { name: 'html', content: plotlyPage(figure, library) }
    },
    setup: (call, profile = sandboxSettings(configuration).profile) =>
      setup(options.environment, profile, call),
    probe: () => probe(options.environment, sandboxSettings(configuration)),
    close: async () => {
      for (const part of opened.reverse()) await part.close()
    },
  }
}

interface Closable {
  readonly close: () => Promise<void> | void
}

async function openCorridor(
  configuration: Configuration,
  { environment, isSingleRun = false }: ServicesOptions,
  opened: Closable[],
): Promise<Corridor> {
  const { stateDir, policy, requiredControls, sandbox: settings, tenant } = configuration
  const { runDir, cacheDir } = environment
  mkdirSync(stateDir, { recursive: true, mode: 0o700 })
  mkdirSync(runDir, { recursive: true, mode: 0o711 })
  const keyDir = join(stateDir, 'keys')
  const { signer, trusted } = loadOrCreateKeys(keyDir)
  const [runtime, duckdb, engine] = await Promise.all([
    requireRuntime(settings.profile, cacheDir),
    loadEngine(() => import('@duckdb/node-api')),
    sqlite(),
  ])
  const clock = systemClock
  const receipts = receiptFolder(join(stateDir, 'receipts'))
  const ledger = openLedger({
    sweepRun: receipts.sweep,
    path: ledgerPath(stateDir),
    engine,
    signer,
    keys: trusted,
    clock,
    owner: currentOwner(),
  })
  opened.push({ close: () => ledger.dispose() })
  const governor = await openGovernor({
    engine: duckdb,
    loadArrow,
    maskKeys: loadMaskKeys(keyDir),
    outRoot: runDir,
    memoryBytes: governorMemoryBytes,
    threads: 2,
    readers: readersOf(environment),
  })
  opened.push(governor)
  const open = (needs: Capabilities): Promise<Sandbox> =>
    openFittingSandbox({
      ...{ settings, runtime, stateDir: runDir, required: requiredControls },
      ...{ limits: policy.limits, env: environment.variables },
      canEgress: policy.egress !== undefined,
      ...(isSingleRun &&
        needs.imports !== 'unknown' && { preload: needs.imports.map(({ module }) => module) }),
    }).then((sandbox) => {
      opened.push(sandbox)
      return sandbox
    })
  return {
    policy,
    clock,
    random: (byteCount) => randomBytes(byteCount),
    governor,
    tenant,
    ledger,
    signer,
    loadArrow,
    runtime,
    openSandbox: once(open),
    ...(policy.egress && {
      openGateway: gatewayOf(policy.egress, { configuration, environment, opened }),
    }),
    keepReceipt: receipts.keep,
  }
}

/** Loaded for the runs that need it. */
function gatewayOf(policy: EgressPolicy, { configuration, environment, opened }: GatewayPlace) {
  const make = once(async () => {
    const { ConfiguredGateway } = await import('./egress.ts')
    const gateway = new ConfiguredGateway(policy, configuration, environment)
    opened.push(gateway)
    return gateway
  })
  return async () => {
    const gateway = await make()
    await gateway.start()
    return gateway
  }
}

interface GatewayPlace {
  readonly configuration: Configuration
  readonly environment: Environment
  readonly opened: Closable[]
}

/** Engines of data formats, each loaded by the first source that needs it. */
const readersOf = ({ variables }: Environment): Readers => ({
  loadArrow: () => loadArrow(),
  loadXml: () => import('saxes'),
  loadSqlite: () => sqlite(),
  loadPostgres: async () => ({
    connect: (await loadEngine(() => import('postgres'))).default,
    passwordOf: databasePassword(variables),
  }),
})

const loadArrow = () => loadEngine(() => import('apache-arrow'))

const governorMemoryBytes = 1024 * 1024 * 1024

async function setup(environment: Environment, wanted: string, call: Call): Promise<SetupReport> {
  const { isRoot, cacheDir, variables: env } = environment
  const context = { isRoot, env, signal: call.signal }
  const bubblewrap = await ensureBubblewrap({ ...context, onProgress: call.onProgress })
  if (bubblewrap.kind === 'missing') {
    throw new CordonError('sandbox-unavailable', bubblewrap.message, { help: bubblewrap.help })
  }
  const profile = await findProfile(wanted, cacheDir)
  const { runtime, source, isNew, notes, installed } = await provisionRuntime({
    ...{ ...context, plan: profile.plan, cacheDir: profile.cacheDir },
    onProgress: ({ step, steps, message }) => call.onProgress(`[${step}/${steps}] ${message}`),
  })
  return {
    source,
    notes: [
      `bubblewrap ${bubblewrap.version}: ${bubblewrap.kind}`,
      ...installed.map((name) => `Debian package ${name}: installed`),
      ...notes,
      `Python runtime ${profile.name}: ${isNew ? 'installed' : 'present'}`,
    ],
    python: runtime.version,
    packages: runtime.packages,
    digest: runtime.digest,
  }
}

/** Control groups are an extra: without them memory is watched, and the policy says whether that is enough. */
async function probe(
  { cacheDir, runDir, variables: env }: Environment,
  settings: SandboxConfig,
): Promise<readonly Ability[]> {
  const profile = await findProfile(settings.profile, cacheDir)
  const runtime = await loadRuntime(profile)
  const abilities: readonly Ability[] = await probeLinux(runtime)
  const linux = abilities.map((ability): Ability => {
    const isExtra = ability.state === 'missing' && ability.name.startsWith('cgroup')
    return isExtra ? { ...ability, state: 'optional' } : ability
  })
  if (runtime === undefined) return linux
  mkdirSync(runDir, { recursive: true, mode: 0o711 })
  const needs = { settings, runtime, stateDir: runDir, limits: defaultLimits, env }
  return [...linux, ...(await probeBackends(needs))]
}

/** A doctor is asked for where something is wrong, and that may be the configuration. */
function sandboxSettings(configuration: () => Configuration): SandboxConfig {
  try {
    return configuration().sandbox
  } catch {
    return SandboxConfig.parse({})
  }
}

function configurationOf({
  environment,
  configPath,
  configuration,
}: ServicesOptions): Configuration {
  if (configuration) {
    return requireConfiguration(configuration.text, { ...configuration, environment })
  }
  if (configPath === undefined && !existsSync(defaultConfiguration)) {
    return requireConfiguration('version: 1', { folder: '.', environment })
  }
  return loadConfiguration(configPath ?? defaultConfiguration, environment)
}

const defaultConfiguration = 'cordon.yaml'

async function sqlite() {
  const { default: Database } = await loadEngine(() => import('libsql'))
  return Database
}

function ledgerPath(stateDir: string): string {
  return join(stateDir, 'ledger.db')
}

function trustedFolder(stateDir: string): string {
  return join(stateDir, 'keys', 'trusted')
}

/** Loads an engine that the package can be installed without. One that can open no file would end the process. */
async function loadEngine<T>(load: () => Promise<T>): Promise<T> {
  const lack = lackOfFiles()
  if (lack !== undefined) throw lack
  try {
    return await load()
  } catch (cause) {
    const name = /Cannot find (?:package|module) '([^']+)'/.exec(String(cause))?.[1]
    if (name === undefined) throw cause
    throw new CordonError('runtime-missing', `The package ${name} is not installed.`, {
      help: 'Install Cordon with its optional dependencies: npm install --include=optional.',
      cause,
    })
  }
}

/** Calls `make` at the first call and gives the same result ever after; a failure is tried again. */
function once<A extends readonly unknown[], T>(make: (...args: A) => T): (...args: A) => T {
  let made: { readonly value: T } | undefined
  return (...args) => {
    if (made) return made.value
    const value = make(...args)
    made = { value }
    if (value instanceof Promise) value.catch(() => (made = undefined))
    return value
  }
}
