import { maskFor } from '../data/access.ts'
import type { DatasetPolicy } from '../data/policy.ts'
import { type DecisionPolicy, decide } from '../decide/decide.ts'
import type { ClearColumn, DatasetAccess } from '../decide/facts.ts'
import type { Inspection } from '../inspect/inspect.ts'
import type { Capabilities } from '../kernel/capabilities.ts'
import type { Decision } from '../kernel/decision.ts'
import type { Principal } from '../kernel/principal.ts'
import type { RunPolicy } from './corridor.ts'
import { closedHosts } from './way-out.ts'

export interface Examination {
  readonly fileName: string
  readonly inspection: Inspection
  readonly decision: Decision
  /** What the run would touch of each dataset. */
  readonly accesses: readonly DatasetAccess[]
}

export interface ExamineRequest {
  readonly code: string | Uint8Array
  readonly fileName: string
  readonly datasets: readonly DatasetPolicy[]
  readonly principal?: Principal
}

export type ExaminePolicy = DecisionPolicy & Pick<RunPolicy, 'inspect' | 'egress'>

/** Inspects a script and decides on it; nothing is run and nothing recorded. */
export function examine(request: ExamineRequest, policy: ExaminePolicy): Examination {
  const { principal } = request
  const names = request.datasets.map(({ name }) => name)
  const inspection = policy.inspect(request.code, names)
  const { findings, capabilities, lineCount } = inspection
  const accesses = request.datasets.map(
    (dataset): DatasetAccess => ({
      name: dataset.name,
      classification: dataset.classification,
      clearColumns: principal ? clearColumns(dataset, principal, capabilities) : [],
      isExported: isExported(dataset.name, capabilities),
    }),
  )
  const facts = {
    ...{ findings, capabilities, lineCount, datasets: accesses },
    closedHosts: closedHosts(capabilities, policy.egress),
    ...(principal && { principal }),
  }
  return { fileName: request.fileName, inspection, decision: decide(facts, policy), accesses }
}

/** Columns of a dataset that code needs at most; undefined where that is only known at run time. */
export function neededColumns(
  name: string,
  { datasets, hasDynamicCode }: Capabilities,
): readonly string[] | undefined {
  if (datasets === 'unknown' || hasDynamicCode) return undefined
  const columns = datasets.find((use) => use.name === name)?.columns ?? []
  return columns === 'unknown' ? undefined : columns
}

function clearColumns(
  policy: DatasetPolicy,
  principal: Principal,
  capabilities: Capabilities,
): ClearColumn[] {
  const needed = neededColumns(policy.name, capabilities)
  return [...policy.columns].flatMap(([name, { classification }]) => {
    const isTouched = needed?.includes(name) ?? true
    const isClear = isTouched && maskFor(policy, name, principal).kind === 'none'
    return isClear ? [{ name, classification }] : []
  })
}

function isExported(name: string, { datasets }: Capabilities): boolean {
  if (datasets === 'unknown') return true
  return datasets.some((use) => use.name === name && use.isExported)
}
