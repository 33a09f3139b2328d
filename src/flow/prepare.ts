import type { DatasetPolicy } from '../data/policy.ts'
import { CordonError } from '../kernel/errors.ts'
import { runId } from '../kernel/ids.ts'
import { formatLimit, type LimitName, type Limits } from '../kernel/limits.ts'
import type { Corridor, RunPolicy } from './corridor.ts'
import type { Passage } from './evidence.ts'
import { examine } from './examine.ts'
import type { RunRequest } from './outcome.ts'

/** Checks that a request can be a run, and examines its code; records and grants nothing. */
export function prepare(request: RunRequest, corridor: Corridor): Passage {
  const { policy, clock, random } = corridor
  checkRoles(request, policy)
  const sources = Object.entries(request.datasets).map(([name, path]) => ({
    policy: policyOf(name, policy),
    path,
  }))
  const limits = limitsOf(request, policy.limits)
  const startedMs = clock.nowMs()
  const datasets = new Map(sources.map(({ policy: { name, classification } }) => [name, classification]))
  const { code, principal } = request
  const examination = examine({ code, principal, datasets }, policy)
  return { runId: runId(startedMs, random(10)), startedMs, request, sources, limits, examination }
}

function checkRoles({ principal }: RunRequest, { roles }: RunPolicy): void {
  const unknown = principal.roles.filter((role) => !Object.hasOwn(roles, role))
  if (unknown.length === 0) return
  throw new CordonError(
    'principal-invalid',
    `The principal ${principal.id} has the unknown role ${unknown.join(', ')}.`,
    { help: `The configuration knows these roles: ${Object.keys(roles).join(', ') || 'none'}.` },
  )
}

function policyOf(name: string, policy: RunPolicy): DatasetPolicy {
  const dataset = policy.datasets.get(name)
  if (dataset) return dataset
  const known = [...policy.datasets.keys()].join(', ') || 'none'
  throw new CordonError(
    'policy-mismatch',
    `The dataset ${name} has no policy, so nobody may see any of it.`,
    { help: `Add it under "datasets" in the configuration, which knows: ${known}.` },
  )
}

function limitsOf(request: RunRequest, most: Limits): Limits {
  for (const [key, value] of Object.entries(request.limits ?? {})) {
    const name = key as LimitName
    if (value <= most[name]) continue
    throw new CordonError(
      'usage',
      `The run asks for a ${name} of ${formatLimit(name, value)}, the policy allows ${formatLimit(name, most[name])}.`,
      { help: 'Ask for less, or raise the limit under "sandbox -> limits" in the configuration.' },
    )
  }
  return { ...most, ...request.limits }
}
