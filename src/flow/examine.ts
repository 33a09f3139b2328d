import { type DecisionPolicy, decide } from '../decide/decide.ts'
import type { DatasetAccess } from '../decide/facts.ts'
import type { Inspection, Inspector } from '../inspect/inspect.ts'
import type { Capabilities } from '../kernel/capabilities.ts'
import type { Decision } from '../kernel/decision.ts'
import type { Principal } from '../kernel/principal.ts'

export interface Examination {
  readonly fileName: string
  readonly inspection: Inspection
  readonly decision: Decision
}

export interface ExamineRequest {
  readonly code: string | Uint8Array
  readonly fileName: string
  /** Dataset name to its classification. */
  readonly datasets: ReadonlyMap<string, string>
  readonly principal?: Principal
}

export type ExaminePolicy = DecisionPolicy & { readonly inspect: Inspector }

/** Inspects a script and decides on it; nothing is run and nothing recorded. */
export function examine(request: ExamineRequest, policy: ExaminePolicy): Examination {
  const names = [...request.datasets.keys()]
  const inspection = policy.inspect(request.code, names)
  const { findings, capabilities, lineCount } = inspection
  const datasets = [...request.datasets].map(
    ([name, classification]): DatasetAccess => ({
      name,
      classification,
      isExported: isExported(name, capabilities),
    }),
  )
  const { principal } = request
  const facts = { findings, capabilities, lineCount, datasets, ...(principal && { principal }) }
  return { fileName: request.fileName, inspection, decision: decide(facts, policy) }
}

function isExported(name: string, { datasets }: Capabilities): boolean {
  if (datasets === 'unknown') return true
  return datasets.some((use) => use.name === name && use.isExported)
}
