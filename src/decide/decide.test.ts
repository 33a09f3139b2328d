import { describe, expect, test } from 'vitest'
import type { Capabilities } from '../kernel/capabilities.ts'
import type { Finding } from '../kernel/finding.ts'
import { DecideConfig, RolesConfig } from './config.ts'
import { decide } from './decide.ts'
import type { DecisionFacts } from './facts.ts'

const nothing: Capabilities = {
  imports: [],
  datasets: [],
  filesRead: [],
  filesWritten: [],
  hosts: [],
  processes: [],
  hasDynamicCode: false,
  drawsFigures: false,
}
const bonds = {
  name: 'bonds',
  classification: 'CONFIDENTIAL',
  clearColumns: [] as { name: string; classification: string }[],
  isExported: false,
}
const facts: DecisionFacts = {
  findings: [],
  capabilities: nothing,
  lineCount: 10,
  principal: { id: 'ana', roles: ['analyst'], groups: [], attributes: {} },
  datasets: [bonds],
}
const roles = RolesConfig.parse({ analyst: { permissions: ['bonds:read:CONFIDENTIAL'] } })
const policy = (settings: object = {}) => ({ roles, decide: DecideConfig.parse(settings) })

function finding(change: Partial<Finding>): Finding {
  const span = { start: 0, end: 1, line: 3, column: 0, endLine: 3, endColumn: 1 }
  return {
    rule: 'exec-used',
    layer: 'calls',
    severity: 'high',
    confidence: 1,
    persona: 'gate',
    message: 'exec runs text as code',
    span,
    cwe: [95],
    ...change,
  }
}

describe('decide', () => {
  test('clean code of a permitted caller is allowed without a reason', () => {
    expect(decide(facts, policy())).toMatchObject({ verdict: 'allow', reasons: [] })
  })

  test.each([
    [{ severity: 'critical' }, 'deny'],
    [{ severity: 'high' }, 'hold'],
    [{ severity: 'high', layer: 'syntax' }, 'deny'],
    [{ severity: 'medium' }, 'hold'],
    [{ severity: 'low' }, 'allow'],
    [{ severity: 'critical', persona: 'pedantic' }, 'allow'],
  ] as const)('a finding %o leads to %s', (change, verdict) => {
    const decision = decide(
      { ...facts, findings: [finding(change)] },
      policy({ 'hold-risk': 'critical' }),
    )
    expect(decision.verdict).toBe(verdict)
  })

  test('a doubtful finding is shown but does not decide', () => {
    const doubtful = finding({ severity: 'critical', confidence: 0.3 })
    expect(decide({ ...facts, findings: [doubtful] }, policy()).verdict).toBe('allow')
  })

  test('without the read permission the run is denied, whatever the code', () => {
    const decision = decide({ ...facts, datasets: [{ ...bonds, name: 'loans' }] }, policy())
    expect(decision).toMatchObject({
      verdict: 'deny',
      reasons: ['ana has no permission loans:read:CONFIDENTIAL'],
    })
  })

  test('a whole-table export without the export permission is held', () => {
    const decision = decide({ ...facts, datasets: [{ ...bonds, isExported: true }] }, policy())
    expect(decision.verdict).toBe('hold')
    expect(decision.reasons[0]).toContain('bonds:export:CONFIDENTIAL')
  })

  test('a column above the dataset needs a permission of its own height', () => {
    const clearColumns = [
      { name: 'isin', classification: 'INTERNAL' },
      { name: 'email', classification: 'RESTRICTED' },
    ]
    const decision = decide({ ...facts, datasets: [{ ...bonds, clearColumns }] }, policy())
    expect(decision).toMatchObject({
      verdict: 'deny',
      reasons: ['ana has no permission bonds:read:RESTRICTED (for its column email)'],
    })
  })

  const cleared = (clearance: unknown, mode: string, classification = 'CONFIDENTIAL') =>
    decide(
      {
        ...facts,
        principal: {
          id: 'ana',
          roles: ['analyst'],
          groups: [],
          attributes: clearance === undefined ? {} : { clearance: clearance as string },
        },
        datasets: [{ ...bonds, classification }],
      },
      policy({ clearance: mode }),
    ).verdict

  test.each([
    [undefined, 'optional', 'allow'],
    [undefined, 'required', 'deny'],
    ['INTERNAL', 'optional', 'deny'],
    ['CONFIDENTIAL', 'required', 'allow'],
    ['RESTRICTED', 'required', 'allow'],
    ['SECRET', 'optional', 'deny'],
    [7, 'optional', 'deny'],
    [['RESTRICTED'], 'optional', 'deny'],
  ])('a clearance %o that is %s leads to %s for confidential data', (clearance, mode, verdict) => {
    expect(cleared(clearance, mode)).toBe(verdict)
  })

  test('no clearance reaches a classification that is not known', () => {
    expect(cleared('RESTRICTED', 'required', 'SECRET')).toBe('deny')
  })

  const aggregating = RolesConfig.parse({ analyst: { permissions: ['*:aggregate:*'] } })
  test.each([
    [{}, {}, 'allow'],
    [{ isExported: true }, {}, 'deny'],
    [{}, { drawsFigures: true }, 'deny'],
  ])('who may only aggregate: %o with %o leads to %s', (access, more, verdict) => {
    const given = {
      ...facts,
      datasets: [{ ...bonds, ...access }],
      capabilities: { ...nothing, ...more },
    }
    expect(decide(given, { ...policy(), roles: aggregating }).verdict).toBe(verdict)
  })

  test('the strictest reason wins and comes first', () => {
    const findings = [
      finding({ severity: 'medium', rule: 'mild' }),
      finding({ severity: 'critical' }),
    ]
    const decision = decide({ ...facts, findings }, policy())
    expect(decision.verdict).toBe('deny')
    expect(decision.reasons[0]).toContain('exec-used')
  })

  test('a condition of the policy holds a run for its reason', () => {
    const rules = [
      { when: 'principal.id == "ana" && draws_figures', verdict: 'hold', reason: 'charts' },
    ]
    const drawing = { ...facts, capabilities: { ...nothing, drawsFigures: true } }
    expect(decide(facts, policy({ rules })).verdict).toBe('allow')
    expect(decide(drawing, policy({ rules }))).toMatchObject({
      verdict: 'hold',
      reasons: ['charts'],
    })
  })

  test.each(['risk.score > 5', 'datasets.exists(d, d.name == "bonds")', '"os" in imports || true'])(
    'conditions can say %s',
    (when) => {
      const rules = [{ when, verdict: 'deny', reason: 'no' }]
      expect(decide(facts, policy({ rules })).verdict).toBe('deny')
    },
  )

  test('a condition that cannot be told denies', () => {
    const rules = [{ when: 'principal.attributes.desk == "x"', verdict: 'hold', reason: 'desk' }]
    expect(decide(facts, policy({ rules }))).toMatchObject({
      verdict: 'deny',
      reasons: ['cannot tell whether "desk" applies'],
    })
  })

  test.each([
    ['principal.id ==', 'cannot compile'],
    ['nobody.id == "x"', 'cannot compile'],
    ['"text"', 'true or false'],
  ])('the condition %s is refused when the policy is read', (when, message) => {
    const read = DecideConfig.safeParse({ rules: [{ when, verdict: 'deny', reason: 'x' }] })
    expect(read.error?.issues[0]?.message).toContain(message)
  })

  test('risk is the sum of its points', () => {
    const capabilities = { ...nothing, hosts: 'unknown', hasDynamicCode: true } as const
    const { risk } = decide({ ...facts, capabilities }, policy())
    expect(risk.score).toBe(risk.points.reduce((sum, point) => sum + point.points, 0))
    expect(risk).toMatchObject({ score: 38, level: 'medium' })
  })

  test('code made at run time counts once, though everything it needs is unknown', () => {
    const unknown = { hosts: 'unknown', processes: 'unknown', filesWritten: 'unknown' } as const
    const scoreOf = (capabilities: Partial<typeof nothing>) =>
      decide({ ...facts, capabilities: { ...nothing, ...capabilities } }, policy()).risk.score
    expect(scoreOf({ ...unknown, hasDynamicCode: true })).toBe(scoreOf({ hasDynamicCode: true }))
    expect(scoreOf(unknown)).toBeGreaterThan(scoreOf({ hasDynamicCode: true }))
  })
})
