import type { Finding } from '../kernel/finding.ts'
import type { Severity, SeverityThreshold } from '../kernel/severity.ts'
import { compareSeverity } from '../kernel/severity.ts'
import type { InspectPolicy } from './config.ts'
import { defaultInspectPolicy } from './config.ts'
import { createInspector } from './inspect.ts'
import { findRestricted, type RestrictedModule } from './restricted-modules.ts'

/** What a security policy is made of; what is left out adds nothing to the policies that it extends. */
export interface SecuritySettings {
  /** The policies that this one builds on: their restrictions add up; of all else, later ones and these settings win. */
  readonly extends?: readonly SecuritySettings[]
  /** Findings of this severity and worse are violations; `safe` counts every finding. */
  readonly threshold?: SeverityThreshold
  readonly modules?: readonly RestrictedModule[]
  /** Modules whose restrictions in the extended policies do not hold here. */
  readonly unrestricted?: readonly string[]
  readonly rules?: {
    readonly off?: readonly string[]
    readonly severity?: Readonly<Record<string, Severity>>
  }
}

/** The answer about one piece of code. */
export interface SafetyVerdict {
  /** True where there is no violation. */
  readonly safe: boolean
  /** In the order of the text. */
  readonly violations: readonly Finding[]
}

/**
 * What code may do, as people who embed Cordon say it: a threshold, restricted modules and members, and the rules. It
 * judges text alone; what runs is held by the sandbox.
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

  /** Restricts a module from now on, besides what was said about it before. */
  addRestrictedModule(module: RestrictedModule): this {
    this.#settings = { ...this.#settings, modules: [...this.#settings.modules, module] }
    this.#judge = undefined
    return this
  }

  /** Judges a piece of code without running it; never throws on any text. */
  isSafe(code: string | Uint8Array): SafetyVerdict {
    this.#judge ??= judgeOf(this.#settings)
    const violations = this.#judge(code)
    return { safe: violations.length === 0, violations }
  }
}

/** Settings with everything that they extend. */
interface Flat {
  readonly threshold: SeverityThreshold
  readonly modules: readonly RestrictedModule[]
  readonly off: ReadonlySet<string>
  readonly severity: Readonly<Record<string, Severity>>
}

const empty: Flat = {
  threshold: 'medium',
  modules: [],
  off: new Set(),
  severity: {},
}

function flatten(settings: SecuritySettings, below: Flat = empty): Flat {
  const base = (settings.extends ?? []).reduce((flat, one) => flatten(one, flat), below)
  const { threshold, modules = [], unrestricted = [], rules = {} } = settings
  return {
    threshold: threshold ?? base.threshold,
    modules: [...base.modules.filter(({ module }) => !unrestricted.includes(module)), ...modules],
    off: new Set([...base.off, ...(rules.off ?? [])]),
    severity: { ...base.severity, ...rules.severity },
  }
}

function judgeOf(flat: Flat): (code: string | Uint8Array) => readonly Finding[] {
  const inspect = createInspector(inspectPolicyOf(flat))
  return (code) => {
    const { findings, text } = inspect(code, [])
    return [...findings, ...findRestricted(text, flat.modules)]
      .filter(({ severity }) => compareSeverity(severity, flat.threshold) >= 0)
      .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)
  }
}

/** Which modules may be imported is said by the policy's own list, so that the gate's has no say. */
function inspectPolicyOf({ off, severity }: Flat): InspectPolicy {
  const policy = defaultInspectPolicy()
  return {
    ...policy,
    persona: 'gate',
    imports: { ...policy.imports, mode: 'deny-list' },
    rules: {
      off: [...off, 'import-denied', 'import-not-allowed'],
      severity: { ...severity },
    },
  }
}
