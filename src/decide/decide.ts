import type { Decision, Risk, Verdict } from '../kernel/decision.ts'
import type { Finding } from '../kernel/finding.ts'
import type { Principal } from '../kernel/principal.ts'
import { compareSeverity, type Severity } from '../kernel/severity.ts'
import { type ConditionFacts, compileCondition } from './conditions.ts'
import type { DecideConfig, RolesConfig } from './config.ts'
import type { DecisionFacts } from './facts.ts'
import { isPermitted } from './permissions.ts'
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
    ...permissionReasons(facts, policy.roles),
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

function permissionReasons(facts: DecisionFacts, roles: RolesConfig): Reason[] {
  const { principal } = facts
  if (!principal) return []
  return facts.datasets.flatMap(({ name, classification, isExported }): Reason[] => {
    const may = (operation: 'read' | 'export') =>
      isPermitted(principal, roles, { dataset: name, operation, classification })
    if (!may('read')) {
      return [
        {
          verdict: 'deny',
          text: `${principal.id} has no permission ${name}:read:${classification}`,
        },
      ]
    }
    if (!isExported || may('export')) return []
    const text = `the whole of ${name} may leave as the answer and ${principal.id} has no permission ${name}:export:${classification}`
    return [{ verdict: 'hold', text }]
  })
}

function hostReasons({ closedHosts = [] }: DecisionFacts): Reason[] {
  return closedHosts.map(({ host, reason }) => ({
    verdict: 'deny',
    text: `the script contacts ${host}, and the policy allows no such ${reason}`,
  }))
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
