import type { Capabilities, Known } from '../kernel/capabilities.ts'
import type { Risk, RiskPoint } from '../kernel/decision.ts'
import type { Finding } from '../kernel/finding.ts'
import { type Severity, severities } from '../kernel/severity.ts'
import type { DatasetAccess, DecisionFacts } from './facts.ts'

const findingPoints: Readonly<Record<Severity, number>> = {
  critical: 60,
  high: 35,
  medium: 12,
  low: 1,
}
const classificationPoints: Readonly<Record<string, number>> = {
  PUBLIC: 0,
  INTERNAL: 2,
  CONFIDENTIAL: 8,
  RESTRICTED: 16,
}
const longScriptLines = 400

/** Scores a run from 0 to 100, each point with its reason; low < 20 ≤ medium < 45 ≤ high < 75 ≤ critical. */
export function assessRisk(facts: DecisionFacts): Risk {
  const points = [
    ...findingRisk(facts.findings),
    ...capabilityRisk(facts.capabilities),
    ...facts.datasets.flatMap(datasetRisk),
    ...(facts.lineCount > longScriptLines
      ? [{ points: 5, reason: `the script has ${facts.lineCount} lines` }]
      : []),
  ].filter((point) => point.points > 0)
  const score = Math.min(
    100,
    points.reduce((sum, point) => sum + point.points, 0),
  )
  return { score, level: levelOf(score), points }
}

function levelOf(score: number): Severity {
  if (score >= 75) return 'critical'
  if (score >= 45) return 'high'
  return score >= 20 ? 'medium' : 'low'
}

/** One point a rule, however often it fires: repeating a line does not make a script worse. */
function findingRisk(findings: readonly Finding[]): RiskPoint[] {
  const worst = new Map<string, Finding>()
  for (const finding of findings) {
    const known = worst.get(finding.rule)
    if (!known || severities.indexOf(finding.severity) > severities.indexOf(known.severity)) {
      worst.set(finding.rule, finding)
    }
  }
  return [...worst.values()].map((finding) => ({
    points: Math.round(findingPoints[finding.severity] * finding.confidence),
    reason: `${finding.rule} (${finding.severity}) on line ${finding.span.line}`,
  }))
}

function capabilityRisk(capabilities: Capabilities): RiskPoint[] {
  const use = (known: Known<unknown>, points: number, what: string): RiskPoint[] => {
    if (known === 'unknown') return [{ points, reason: `${what} that are only known at run time` }]
    return known.length > 0 ? [{ points, reason: `${what}: ${known.length}` }] : []
  }
  // What such code needs is unknown for this one reason, which counts once.
  if (capabilities.hasDynamicCode) return [{ points: 30, reason: 'code made at run time' }]
  return [
    ...use(capabilities.hosts, 20, 'hosts contacted'),
    ...use(capabilities.processes, 30, 'processes started'),
    ...use(capabilities.filesWritten, 4, 'files written'),
  ]
}

function datasetRisk(dataset: DatasetAccess): RiskPoint[] {
  const touched = {
    points: classificationPoints[dataset.classification] ?? 16,
    reason: `reads ${dataset.name} (${dataset.classification})`,
  }
  const exported = { points: 10, reason: `the whole of ${dataset.name} may leave as the answer` }
  return dataset.isExported ? [touched, exported] : [touched]
}
