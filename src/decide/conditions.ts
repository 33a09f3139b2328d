import { Environment } from '@marcbachmann/cel-js'
import type { Capabilities } from '../kernel/capabilities.ts'
import type { Risk } from '../kernel/decision.ts'
import type { Finding } from '../kernel/finding.ts'
import type { Principal } from '../kernel/principal.ts'
import type { DatasetAccess } from './facts.ts'

/** What a condition can name. Where the code decides at run time, a list is `["unknown"]`. */
export interface ConditionFacts {
  readonly principal: Principal
  readonly findings: readonly Finding[]
  readonly capabilities: Capabilities
  readonly datasets: readonly DatasetAccess[]
  readonly risk: Risk
}

/** Says of some facts whether they meet the condition; throws when CEL cannot tell. */
export type Condition = (facts: ConditionFacts) => boolean

const variables = {
  principal: 'map',
  findings: 'list',
  datasets: 'list',
  imports: 'list',
  hosts: 'list',
  processes: 'list',
  files_read: 'list',
  files_written: 'list',
  has_dynamic_code: 'bool',
  draws_figures: 'bool',
  risk: 'map',
} as const

/** Compiles a CEL expression (https://cel.dev) over `principal`, `findings`, `datasets`, `risk` and the capabilities. */
export function compileCondition(text: string): Condition | { readonly problem: string } {
  const environment = new Environment()
  for (const [name, type] of Object.entries(variables)) environment.registerVariable(name, type)
  try {
    const program = environment.parse(text)
    const { valid, type, error } = program.check()
    if (!valid) return { problem: `cannot compile this condition: ${error?.message ?? 'invalid'}` }
    if (type !== 'bool' && type !== 'dyn') {
      return { problem: `a condition is true or false, this one gives ${type}` }
    }
    return (facts) => {
      const value: unknown = program(contextOf(facts))
      if (typeof value !== 'boolean')
        throw new TypeError('the condition gave neither true nor false')
      return value
    }
  } catch (cause) {
    return { problem: `cannot compile this condition: ${firstLine(cause)}` }
  }
}

function contextOf(facts: ConditionFacts): Record<keyof typeof variables, unknown> {
  const { capabilities, risk, principal } = facts
  const list = <T>(known: readonly T[] | 'unknown', show: (item: T) => string): string[] =>
    known === 'unknown' ? ['unknown'] : known.map(show)
  return {
    principal: { ...principal, attributes: { ...principal.attributes } },
    findings: facts.findings.map(({ rule, severity, layer }) => ({ rule, severity, layer })),
    datasets: facts.datasets.map(({ name, classification, isExported }) => ({
      name,
      classification,
      is_exported: isExported,
    })),
    imports: list(capabilities.imports, (use) => use.module),
    hosts: list(capabilities.hosts, (use) => use.host),
    processes: list(capabilities.processes, (name) => name),
    files_read: list(capabilities.filesRead, (path) => path),
    files_written: list(capabilities.filesWritten, (path) => path),
    has_dynamic_code: capabilities.hasDynamicCode,
    draws_figures: capabilities.drawsFigures,
    risk: { score: BigInt(Math.round(risk.score)), level: risk.level },
  }
}

function firstLine(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split('\n')[0] ?? ''
}
