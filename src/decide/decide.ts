import type { Decision, Risk, Verdict } from '../kernel/decision.ts'
import type { Finding } from '../kernel/finding.ts'
import type { Principal } from '../kernel/principal.ts'
import { compareSeverity, type Severity } from '../kernel/severity.ts'
import { type ConditionFacts, compileCondition } from './conditions.ts'
import type { DecideConfig, RolesConfig } from './config.ts'
import type { DatasetAccess, DecisionFacts } from './facts.ts'
import {
  type AccessLevel,
  accessLevel,
  dominates,
  highestClassification,
  isPermitted,
} from './permissions.ts'
import { assessRisk } from './risk.ts'

export interface DecisionPolicy {
  readonly roles: RolesConfig
  readonly decide: DecideConfig
}

interface Reason {
  readonly verdict: Exclude<Verdict, 'allow'>
  readonly text: string
}

/** A finding that its rule is less sure of than this is shown but does not decide. */
const decidingConfidence = 0.5

/** Allows, holds or denies a piece of code: the strictest of findings, permissions, risk and the policy's own conditions. */
export function decide(facts: DecisionFacts, policy: DecisionPolicy): Decision {
  const risk = assessRisk(facts)
  const reasons = [
    ...findingReasons(facts.findings, policy.decide),
    ...permissionReasons(facts, policy),
    ...hostReasons(facts),
    ...riskReasons(risk, policy.decide['hold-risk']),
    ...conditionReasons(facts, risk, policy.decide),
  ]
  const denials = reasons.filter((reason) => reason.verdict === 'deny')
  const holds = reasons.filter((reason) => reason.verdict === 'hold')
  const verdict = denials.length > 0 ? 'deny' : holds.length > 0 ? 'hold' : 'allow'
  return { verdict, risk, reasons: [...denials, ...holds].map((reason) => reason.text) }
}

function findingReasons(findings: readonly Finding[], policy: DecideConfig): Reason[] {
  return findings.flatMap((finding): Reason[] => {
    if (finding.persona === 'pedantic' || finding.confidence < decidingConfidence) return []
    const verdict = verdictOf(finding, policy)
    const where = `line ${finding.span.line}`
    return verdict ? [{ verdict, text: `${finding.rule} (${where}): ${finding.message}` }] : []
  })
}

/** What can't be read can't be approved either. */
function verdictOf(
  { severity, layer }: Finding,
  policy: DecideConfig,
): Reason['verdict'] | undefined {
  if (compareSeverity(severity, policy['deny-at']) >= 0) return 'deny'
  if (compareSeverity(severity, policy['hold-at']) < 0) return undefined
  return layer === 'syntax' ? 'deny' : 'hold'
}

function permissionReasons(
  { principal, datasets, capabilities }: DecisionFacts,
  { roles, decide: { clearance } }: DecisionPolicy,
): Reason[] {
  if (!principal) return []
  return datasets.flatMap((dataset): Reason[] => {
    const touched = touchedBy(dataset)
    const cleared = clearanceReasons(principal, touched, clearance)
    if (cleared.length > 0) return cleared
    switch (levelOf(dataset, principal, roles)) {
      case 'read':
        return exportReasons(dataset, touched, { principal, roles })
      case 'aggregate':
        return aggregateReasons(dataset, principal, capabilities)
      default:
        return [deny(noPermission(dataset, principal, touched))]
    }
  })
}

function hostReasons({ closedHosts = [] }: DecisionFacts): Reason[] {
  return closedHosts.map(({ host, reason }) => ({
    verdict: 'deny',
    text: `the script contacts ${host}, and the policy allows no such ${reason}`,
  }))
}

/** Why a caller may not read a dataset and the columns listed, or undefined where it may. */
export function readRefusal(
  dataset: DatasetAccess,
  principal: Principal,
  { roles, decide: config }: DecisionPolicy,
): string | undefined {
  const touched = touchedBy(dataset)
  const refusal = clearanceRefusal(dataset, principal, config)
  if (refusal !== undefined) return refusal
  return levelOf(dataset, principal, roles) === 'read'
    ? undefined
    : noPermission(dataset, principal, touched)
}

/** Why every run that uses a dataset and the columns listed is denied to a caller, or undefined where that depends on the code. */
export function useRefusal(
  dataset: DatasetAccess,
  principal: Principal,
  { roles, decide: config }: DecisionPolicy,
): string | undefined {
  const refusal = clearanceRefusal(dataset, principal, config)
  if (refusal !== undefined) return refusal
  const isNone = levelOf(dataset, principal, roles) === 'none'
  return isNone ? noPermission(dataset, principal, touchedBy(dataset)) : undefined
}

/** Why the clearance of a caller does not reach a dataset and the columns listed, or undefined where it does or is not asked for. */
export function clearanceRefusal(
  dataset: DatasetAccess,
  principal: Principal,
  { clearance }: Pick<DecideConfig, 'clearance'>,
): string | undefined {
  return clearanceReasons(principal, touchedBy(dataset), clearance)[0]?.text
}

function noPermission(
  { name }: DatasetAccess,
  { id }: Principal,
  { classification, why }: Touched,
): string {
  return `${id} has no permission ${name}:read:${classification}${why}`
}

/** How far a caller may go with a dataset, given what a run touches of it. */
export function levelOf(
  dataset: DatasetAccess,
  principal: Principal,
  roles: RolesConfig,
): AccessLevel {
  const { classification } = touchedBy(dataset)
  return accessLevel(principal, roles, { dataset: dataset.name, classification })
}

/** The most protected of what a run touches of a dataset. */
interface Touched {
  readonly classification: string
  /** Says which column makes it more protected than its dataset. */
  readonly why: string
}

function touchedBy({ classification, clearColumns }: DatasetAccess): Touched {
  const all = [classification, ...clearColumns.map((column) => column.classification)]
  const highest = highestClassification(all)
  const column = clearColumns.find((one) => one.classification === highest)
  const why = highest === classification || !column ? '' : ` (for its column ${column.name})`
  return { classification: highest, why }
}

function clearanceReasons(
  { id, attributes }: Principal,
  { classification, why }: Touched,
  mode: DecideConfig['clearance'],
): Reason[] {
  const clearance = Object.hasOwn(attributes, 'clearance') ? attributes['clearance'] : undefined
  if (clearance === undefined) {
    return mode === 'required' ? [deny(`${id} has no attribute "clearance"`)] : []
  }
  if (dominates(clearance, classification)) return []
  return [deny(`the clearance of ${id} does not reach ${classification}${why}`)]
}

function exportReasons(
  { name, isExported }: DatasetAccess,
  { classification, why }: Touched,
  { principal, roles }: { readonly principal: Principal; readonly roles: RolesConfig },
): Reason[] {
  const access = { dataset: name, operation: 'export', classification } as const
  if (!isExported || isPermitted(principal, roles, access)) return []
  const text = `the whole of ${name} may leave as the answer and ${principal.id} has no permission ${name}:export:${classification}${why}`
  return [{ verdict: 'hold', text }]
}

/** Who may only aggregate gets nothing that may show single rows: neither rows nor pictures of them. */
function aggregateReasons(
  { name, isExported }: DatasetAccess,
  { id }: Principal,
  { drawsFigures }: DecisionFacts['capabilities'],
): Reason[] {
  const only = `${id} may only aggregate ${name}`
  if (isExported) return [deny(`${only}, and the code may let rows of it leave`)]
  return drawsFigures ? [deny(`${only}, and figures may show single rows`)] : []
}

function deny(text: string): Reason {
  return { verdict: 'deny', text }
}

function riskReasons(risk: Risk, holdAt: Severity): Reason[] {
  if (compareSeverity(risk.level, holdAt) < 0) return []
  return [{ verdict: 'hold', text: `risk is ${risk.level} (${risk.score} of 100)` }]
}

/** A condition that cannot be told denies. A check on nobody's behalf meets no condition about a principal. */
function conditionReasons(facts: DecisionFacts, risk: Risk, policy: DecideConfig): Reason[] {
  const nobody: Principal = { id: '', roles: [], groups: [], attributes: {} }
  const given: ConditionFacts = { ...facts, principal: facts.principal ?? nobody, risk }
  return policy.rules.flatMap((rule): Reason[] => {
    const condition = compileCondition(rule.when)
    try {
      if ('problem' in condition) return [{ verdict: 'deny', text: condition.problem }]
      return condition(given) ? [{ verdict: rule.verdict, text: rule.reason }] : []
    } catch {
      return [{ verdict: 'deny', text: `cannot tell whether "${rule.reason}" applies` }]
    }
  })
}
