import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { startCpuTime } from '../../test/cpu-time.ts'
import { defaultInspectPolicy } from './config.ts'
import { createFinder, createInspector } from './inspect.ts'
import { rules } from './rules/index.ts'
import { suppress } from './suppressions.ts'

const policy = { ...defaultInspectPolicy(), persona: 'default' as const }
const inspector = createInspector(policy)

function scan(code: string) {
  const seen = inspector(code, [])
  return { before: seen.findings, ...suppress(seen, { policy, rules }) }
}

/** `rule@line` of what is left, and of what was taken out. */
function outcome(code: string) {
  const { findings, suppressed } = scan(code)
  return {
    left: findings.map(({ rule, span }) => `${rule}@${span.line}`),
    out: suppressed.map(({ finding, reason }) => `${finding.rule}@${finding.span.line}: ${reason}`),
  }
}

const call = 'eval(input_text)'
const ignore = '# cordon: ignore[dynamic-code]'

describe('a suppression', () => {
  test.each([
    ['at the end of the line', `${call}  ${ignore} made by us`],
    ['alone on the line above', `${ignore} made by us\n${call}`],
    ['above further comments', `${ignore} made by us\n# what follows is odd\n${call}`],
    ['after another comment', `${call}  # checked twice ${ignore} made by us`],
    ['with a colon before the reason', `${call}  ${ignore}: made by us`],
    ['indented', `if x:\n    ${ignore} made by us\n    ${call}`],
    ['at the end of a call of several lines', `eval(\n    input_text\n)  ${ignore} made by us`],
    ['between lines that end in CR LF', `${ignore} made by us\r\n${call}\r\n`],
  ])('%s takes the finding out', (_, code) => {
    const { left, out } = outcome(code)
    expect(left).toEqual([])
    expect(out).toEqual([expect.stringMatching(/^dynamic-code@\d: made by us$/)])
  })

  test.each([
    ['in a string', `x = "${ignore} made by us"; ${call}`, ['dynamic-code@1']],
    [
      'of another line',
      `${ignore} made by us\n\n${call}`,
      ['suppression-unused@1', 'dynamic-code@3'],
    ],
    [
      'at the end of the line above',
      `x = 1  ${ignore} a\n${call}`,
      ['suppression-unused@1', 'dynamic-code@2'],
    ],
    [
      'for another rule',
      `${call}  # cordon: ignore[endless-loop] a`,
      ['dynamic-code@1', 'suppression-unused@1'],
    ],
    ['without a reason', `${call}  ${ignore}`, ['dynamic-code@1', 'suppression-without-reason@1']],
    [
      'with dashes for a reason',
      `${call}  ${ignore} -- 1`,
      ['dynamic-code@1', 'suppression-without-reason@1'],
    ],
    [
      'of every rule',
      `${call}  # cordon: ignore a reason`,
      ['dynamic-code@1', 'suppression-unknown-rule@1'],
    ],
    [
      'of no rule',
      `${call}  # cordon: ignore[] a reason`,
      ['dynamic-code@1', 'suppression-unknown-rule@1'],
    ],
    [
      'of an unknown rule',
      `${call}  # cordon: ignore[dynamic-kode] a`,
      ['dynamic-code@1', 'suppression-unknown-rule@1'],
    ],
  ])('%s does not', (_, code, left) => {
    expect(outcome(code)).toEqual({ left, out: [] })
  })

  test('may name several rules, each of which is judged', () => {
    const several = '# cordon: ignore[dynamic-code, endless-loop, nothing-like-it] made by us'
    expect(outcome(`${several}\n${call}`)).toEqual({
      left: ['suppression-unknown-rule@1', 'suppression-unused@1'],
      out: ['dynamic-code@2: made by us'],
    })
  })

  test('of a rule that was not run is not called unused', () => {
    expect(outcome('import os  # cordon: ignore[import-denied] ours')).toEqual({
      left: [],
      out: [],
    })
  })

  test('is nothing to the gate', () => {
    const code = `${call}  ${ignore} please let me through`
    expect(inspector(code, []).findings.map(({ rule }) => rule)).toEqual(['dynamic-code'])
  })

  test('takes time in proportion to the comments and findings', () => {
    const code = `${`${ignore} made by us\n`.repeat(20_000)}${`${call}; `.repeat(2000)}`
    const cpuMs = startCpuTime()
    expect(scan(code).suppressed).toHaveLength(2000)
    expect(cpuMs()).toBeLessThan(20_000)
  })
})

describe('whatever the comments are', () => {
  const ids = fc.subarray(['dynamic-code', 'endless-loop', 'shell-command', 'no-rule'])
  const mark = fc
    .tuple(ids, fc.constantFrom('', ' a reason', ' 1'))
    .map(([names, reason]) => `# cordon: ignore[${names.join(', ')}]${reason}`)
  const statement = fc.constantFrom(
    'eval(a)',
    'while True: pass',
    'os.system(a)',
    'x = 1',
    'x = "# cordon: ignore[dynamic-code] a"',
    'eval(\n  a)',
  )
  const line = fc.oneof(
    statement,
    mark,
    fc.constantFrom('', '# a remark'),
    fc.tuple(statement, mark).map(([code, comment]) => `${code}  ${comment}`),
  )
  const program = fc
    .array(line, { maxLength: 12 })
    .map((lines) => ['import os', ...lines].join('\n'))

  test('every finding is left or taken out, and nothing else disappears', () => {
    fc.assert(
      fc.property(program, (code) => {
        const { before, findings, suppressed } = scan(code)
        const own = findings.filter(({ rule }) => !rule.startsWith('suppression-'))
        const out = suppressed.map(({ finding }) => finding)
        const all = [...own, ...out].sort((a, b) => before.indexOf(a) - before.indexOf(b))
        expect(all).toEqual(before)
        for (const { finding, reason } of suppressed) {
          expect(reason).toBe('a reason')
          expect(code).toContain(finding.rule)
        }
      }),
    )
  })

  test('without comments the findings stay as they are', () => {
    fc.assert(
      fc.property(fc.array(statement), (lines) => {
        const { before, findings, suppressed } = scan(['import os', ...lines].join('\n'))
        expect(findings).toEqual(before)
        expect(suppressed).toEqual([])
      }),
    )
  })

  test('each suppression that takes nothing out is reported', () => {
    fc.assert(
      fc.property(program, (code) => {
        const { findings, suppressed } = scan(code)
        const reported = new Set(findings.map(({ span, message }) => `${span.line} ${message}`))
        for (const [at, text] of code.split('\n').entries()) {
          const names = /# cordon: ignore\[([^\]]+)\] a reason$/.exec(text)?.[1]?.split(', ')
          for (const name of names ?? []) {
            const isReported = [...reported].some(
              (it) => it.startsWith(`${at + 1} `) && it.includes(`\`${name}\``),
            )
            const isUsed = suppressed.some(({ finding }) => finding.rule === name)
            expect(isReported || isUsed).toBe(true)
          }
        }
      }),
    )
  })
})

test('a suppression of what only the gate sees is used in a scan', () => {
  const find = createFinder(policy)
  const seen = find(
    'import sys\nsys._getframe()  # cordon: ignore[frame-access] we need the caller',
  )
  expect(suppress(seen, { policy, rules }).findings).toEqual([])
  const idle = find('x = 1  # cordon: ignore[frame-access] nothing here')
  expect(suppress(idle, { policy, rules }).findings.map(({ rule }) => rule)).toEqual([
    'suppression-unused',
  ])
})
