import { CordonError } from '../kernel/errors.ts'
import { parseDatasetName, runId } from '../kernel/ids.ts'
import { formatLimit, type LimitName, type Limits } from '../kernel/limits.ts'
import type { Corridor, RunPolicy } from './corridor.ts'
import type { Passage } from './evidence.ts'
import { examineAfter } from './examine-after.ts'
import type { RunRequest } from './outcome.ts'
import type { Source } from './source.ts'

/**
 * Checks that a request can be a run, and examines its code, with that of the scripts before it in the same session;
 * records and grants nothing.
 */
export function prepare(request: RunRequest, corridor: Corridor, earlier = ''): Passage {
  const { policy, clock, random } = corridor
  checkRoles(request, policy)
  const isSilent = Object.keys(request.datasets).length === 0
  const files = isSilent ? policy.sources : request.datasets
  const sources = Object.entries(files).map(([name, path]) => sourceOf(name, path, policy))
  const limits = limitsOf(request, policy.limits)
  const startedMs = clock.nowMs()
  const datasets = sources.map((source) => source.policy)
  const { code, fileName, principal } = request
  const examination = examineAfter(earlier, { code, fileName, principal, datasets }, policy)
  const figures = request.figures ?? policy.figures ?? 'png'
  return {
    ...{ runId: runId(startedMs, random(10)), startedMs, request, sources, limits, figures },
    examination,
  }
}

/** Throws `principal-invalid` where a principal has a role that the configuration does not define. */
export function checkRoles(
  { principal }: Pick<RunRequest, 'principal'>,
  { roles }: Pick<RunPolicy, 'roles'>,
): void {
  const unknown = principal.roles.filter((role) => !Object.hasOwn(roles, role))
  if (unknown.length === 0) return
  throw new CordonError(
    'principal-invalid',
    `The principal ${principal.id} has the unknown role ${unknown.join(', ')}.`,
    { help: `The configuration knows these roles: ${Object.keys(roles).join(', ') || 'none'}.` },
  )
}

function sourceOf(text: string, path: string, policy: RunPolicy): Source {
  const name = parseDatasetName(text)
  if (typeof name !== 'string') {
    throw new CordonError('usage', `Cannot use a dataset name: ${name.problem}.`)
  }
  const dataset = policy.datasets.get(name)
  if (dataset) return { name, policy: dataset, path }
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
    const allowed = most[name] ?? Number.POSITIVE_INFINITY
    if (value <= allowed) continue
    throw new CordonError(
      'usage',
      `The run asks for a ${name} of ${formatLimit(name, value)}, the policy allows ${formatLimit(name, allowed)}.`,
      { help: 'Ask for less, or raise the limit under "sandbox -> limits" in the configuration.' },
    )
  }
  return { ...most, ...request.limits }
}
