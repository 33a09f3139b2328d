import type { Finding } from '../kernel/finding.ts'
import type { Severity, SeverityThreshold } from '../kernel/severity.ts'
import { compareSeverity } from '../kernel/severity.ts'
import type { InspectPolicy } from './config.ts'
import { defaultInspectPolicy } from './config.ts'
import { createInspector } from './inspect.ts'
import { findRestricted, type RestrictedModule } from './restricted-modules.ts'
import {
  findPatterns,
  type ReadyPattern,
  requirePattern,
  type UserPattern,
} from './user-patterns.ts'

/** What a security policy is made of; what is left out adds nothing to the policies that it extends. */
export interface SecuritySettings {
  /** The policies that this one builds on: their restrictions add up; of all else, later ones and these settings win. */
  readonly extends?: readonly SecuritySettings[]
  /** Findings of this severity and worse are violations; `safe` counts every finding. */
  readonly threshold?: SeverityThreshold
  readonly modules?: readonly RestrictedModule[]
  /** Modules whose restrictions in the extended policies do not hold here. */
  readonly unrestricted?: readonly string[]
  /** What imports are judged by besides; without a mode and names to deny, `modules` alone says which are restricted. */
  readonly imports?: ImportSettings
  /** What code must not look like. One of the same name takes the place of an extended policy's. */
  readonly patterns?: readonly UserPattern[]
  readonly rules?: {
    readonly off?: readonly string[]
    readonly severity?: Readonly<Record<string, Severity>>
  }
}

/** `allow-list`: what neither the built-in list nor `allow` names is a violation; `deny-list`: what is known to be dangerous, or in `deny`. */
export interface ImportSettings {
  /** `deny-list` unless it or an extended policy says otherwise. */
  readonly mode?: 'allow-list' | 'deny-list'
  readonly allow?: readonly string[]
  readonly deny?: readonly string[]
}

/** The answer about one piece of code. */
export interface SafetyVerdict {
  /** True where there is no violation. */
  readonly safe: boolean
  /** In the order of the text. */
  readonly violations: readonly Finding[]
}

/**
 * What code may do, as people who embed Cordon say it: a threshold, restricted modules and members, imports, patterns and
 * the rules. It judges text alone; what runs is held by the sandbox. A broken pattern throws `config-invalid`.
 */
export class SecurityPolicy {
  #settings: Flat
  #judge: ((code: string | Uint8Array) => readonly Finding[]) | undefined

  constructor(settings: SecuritySettings = {}) {
    this.#settings = flatten(settings)
  }

  get threshold(): SeverityThreshold {
    return this.#settings.threshold
  }

  get modules(): readonly RestrictedModule[] {
    return this.#settings.modules
  }

  get patterns(): readonly UserPattern[] {
    return [...this.#settings.patterns.values()]
  }

  /** Restricts a module from now on, besides what was said about it before. */
  addRestrictedModule(module: RestrictedModule): this {
    return this.#add({ modules: [module] })
  }

  /** Code must not match this from now on; a pattern of the same name is replaced. Throws `config-invalid` on a broken one. */
  addPattern(pattern: UserPattern): this {
    return this.#add({ patterns: [pattern] })
  }

  /** Lets a module or member be imported from now on, whatever was said about that very name before. */
  allowImport(name: string): this {
    return this.#add({ unrestricted: [name], imports: { allow: [name] } })
  }

  /** Judges a piece of code without running it; never throws on any text. */
  isSafe(code: string | Uint8Array): SafetyVerdict {
    this.#judge ??= judgeOf(this.#settings)
    const violations = this.#judge(code)
    return { safe: violations.length === 0, violations }
  }

  #add(settings: SecuritySettings): this {
    this.#settings = flatten(settings, this.#settings)
    this.#judge = undefined
    return this
  }
}

/** Settings with everything that they extend. */
interface Flat {
  readonly threshold: SeverityThreshold
  readonly modules: readonly RestrictedModule[]
  readonly off: ReadonlySet<string>
  readonly severity: Readonly<Record<string, Severity>>
  readonly imports: ImportSettings
  readonly patterns: ReadonlyMap<string, ReadyPattern>
}

const empty: Flat = {
  threshold: 'medium',
  modules: [],
  imports: {},
  patterns: new Map(),
  off: new Set(),
  severity: {},
}

function flatten(settings: SecuritySettings, below: Flat = empty): Flat {
  const base = (settings.extends ?? []).reduce((flat, one) => flatten(one, flat), below)
  const { threshold, modules = [], unrestricted = [], rules = {}, patterns = [] } = settings
  return {
    threshold: threshold ?? base.threshold,
    modules: [...base.modules.filter(({ module }) => !unrestricted.includes(module)), ...modules],
    off: new Set([...base.off, ...(rules.off ?? [])]),
    severity: { ...base.severity, ...rules.severity },
    imports: flattenImports(settings.imports, base.imports),
    patterns: new Map([
      ...base.patterns,
      ...patterns.map((one) => [one.name, requirePattern(one)] as const),
    ]),
  }
}

/** What is allowed later is no longer denied by those before, and the other way round. */
function flattenImports(settings: ImportSettings = {}, base: ImportSettings): ImportSettings {
  const { mode = base.mode, allow = [], deny = [] } = settings
  const kept = (list: readonly string[] = [], now: readonly string[]) =>
    list.filter((name) => !now.includes(name))
  return {
    ...(mode && { mode }),
    allow: [...kept(base.allow, deny), ...allow],
    deny: [...kept(base.deny, allow), ...deny],
  }
}

function judgeOf(flat: Flat): (code: string | Uint8Array) => readonly Finding[] {
  const inspect = createInspector(inspectPolicyOf(flat))
  return (code) => {
    const { findings, text } = inspect(code, [])
    const own = [
      ...findRestricted(text, flat.modules),
      ...findPatterns(text, [...flat.patterns.values()]),
    ]
    return [...findings, ...own]
      .filter(({ severity }) => compareSeverity(severity, flat.threshold) >= 0)
      .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)
  }
}

/** Where the policy says nothing of imports as such, its own list of modules does, and the gate's has no say. */
function inspectPolicyOf({ off, severity, imports }: Flat): InspectPolicy {
  const { mode, allow = [], deny = [] } = imports
  const isJudged = mode !== undefined || deny.length > 0
  return {
    ...defaultInspectPolicy(),
    persona: 'gate',
    imports: { mode: mode ?? 'deny-list', allow: [...allow], deny: [...deny] },
    rules: {
      off: isJudged ? [...off] : [...off, 'import-denied', 'import-not-allowed'],
      severity: { ...severity },
    },
  }
}
