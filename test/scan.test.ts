import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { scanOperation } from '../src/api/operations/scan.ts'
import { scan } from '../src/flow/scan.ts'
import { defaultInspectPolicy } from '../src/inspect/config.ts'
import { explain } from '../src/inspect/explain.ts'
import { rules } from '../src/inspect/rules/index.ts'
import type { Finding, Span } from '../src/kernel/finding.ts'
import { renderGithub } from '../src/report/github.ts'
import { renderJson } from '../src/report/json.ts'
import { renderMarkdown } from '../src/report/markdown.ts'
import type { Report } from '../src/report/report.ts'
import { linesOf } from '../src/report/report.ts'
import { renderSarif } from '../src/report/sarif.ts'
import { renderTerminal } from '../src/report/terminal.ts'
import { SarifLog } from './fixtures/sarif-log.ts'

const pages = rules.map((rule) => ({ rule, page: explain(rule.id)?.page ?? '' }))
const options = { version: '1.2.3', rules: pages }

const scanned = await scan(
  { paths: ['test/fixtures/scan'], persona: 'default', jobs: 1, usesCache: false },
  { policy: defaultInspectPolicy(), cacheFolder: '', version: '1.2.3' },
  new AbortController().signal,
)
const report: Report = {
  ...scanned,
  errors: [{ path: 'test/fixtures/scan/gone.py', message: 'There is no such file or folder.' }],
}

function spanOf(text: string, part: string): Span {
  const start = text.indexOf(part)
  const column = start - text.lastIndexOf('\n', start) - 1
  const line = text.slice(0, start).split('\n').length
  const end = start + part.length
  return { start, end, line, column, endLine: line, endColumn: column + part.length }
}

/** A finding as a rule that follows values reports it. */
function flowing(text: string): Finding {
  return {
    rule: 'shell-command',
    layer: 'taint',
    severity: 'critical',
    confidence: 0.95,
    persona: 'default',
    message: 'What `input` gives reaches `os.system`.',
    span: spanOf(text, 'os.system(word)'),
    cwe: [78],
    flow: [
      { span: spanOf(text, 'input()'), message: 'comes from outside' },
      { span: spanOf(text, 'os.system(word)'), message: 'is run by a shell' },
    ],
  }
}

const flowText = 'import os\nword = input()\nos.system(word)\n'
const flowReport: Report = {
  files: [{ path: 'a b/ü%.py', lineText: linesOf(flowText), findings: [flowing(flowText)] }],
  errors: [],
}

describe('a small folder', () => {
  test.each([
    ['report.txt', renderTerminal(report, { hasColour: false, width: 80 })],
    ['report.md.txt', renderMarkdown(report)],
    ['report.github.txt', renderGithub(report)],
    ['report.json.txt', pretty(renderJson(report))],
    ['report.sarif', pretty(renderSarif(report, { ...options, rules: rulesNamed(report) }))],
  ])('as %s', async (name, text) => {
    await expect(text).toMatchFileSnapshot(`fixtures/scan-reports/${name}`)
  })

  test('its JSON fits the document that the operation promises', () => {
    expect(scanOperation.output.safeParse(renderJson(report)).error).toBeUndefined()
    expect(scanOperation.output.safeParse(renderJson(flowReport)).error).toBeUndefined()
  })
})

describe('SARIF', () => {
  test.each([
    ['of the small folder', report],
    ['of findings with flows', flowReport],
    ['of nothing', { files: [], errors: [] }],
  ])('%s is what the standard asks for', (_, it) => {
    const log = SarifLog.safeParse(renderSarif(it, options))
    expect(log.error && z.prettifyError(log.error)).toBeUndefined()
  })

  test('has every rule, with its weaknesses as tags that code hosts understand', () => {
    const [run] = SarifLog.parse(renderSarif(report, options)).runs
    expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(rules.map(({ id }) => id))
    const injected = run?.tool.driver.rules.find(({ id }) => id === 'dynamic-code')
    expect(injected?.properties.tags).toContain('external/cwe/cwe-095')
    for (const { ruleId, ruleIndex } of run?.results ?? []) {
      expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId)
    }
  })

  test('counts columns from 1, with ends that are exclusive, and offsets from 0', () => {
    const [run] = SarifLog.parse(renderSarif(flowReport, options)).runs
    const place = run?.results[0]?.locations[0]?.physicalLocation
    expect(place).toEqual({
      artifactLocation: { uri: 'a%20b/%C3%BC%25.py' },
      region: {
        startLine: 3,
        startColumn: 1,
        endLine: 3,
        endColumn: 16,
        charOffset: 25,
        charLength: 15,
      },
    })
    const steps = run?.results[0]?.codeFlows?.[0]?.threadFlows[0]?.locations
    expect(steps?.map(({ location }) => location.message.text)).toEqual([
      'comes from outside',
      'is run by a shell',
    ])
  })

  test('names findings so that they are known again when lines move, and apart from each other', () => {
    const names = (text: string) => {
      const [run] = SarifLog.parse(
        renderSarif(
          {
            files: [{ path: 'a.py', lineText: linesOf(text), findings: allCalls(text) }],
            errors: [],
          },
          options,
        ),
      ).runs
      return run?.results.map((result) => result.partialFingerprints['cordonFinding/v1'])
    }
    const text = 'os.system(word)\nos.system(word)\nos.system(word) # other\n'
    expect(new Set(names(text)).size).toBe(3)
    expect(names(`# moved\n\n${text}`)).toEqual(names(text))
    expect(names(text.replaceAll('os.', '    os.'))).toEqual(names(text))
    expect(names(text.replace('# other', '# new'))?.slice(0, 2)).toEqual(names(text)?.slice(0, 2))
    expect(names(text.replace('# other', '# new'))).not.toEqual(names(text))
  })

  test('says that a scan with unread files is no whole one', () => {
    const [run] = SarifLog.parse(renderSarif(report, options)).runs
    expect(run?.invocations[0].executionSuccessful).toBe(false)
    expect(run?.invocations[0].toolExecutionNotifications).toHaveLength(1)
  })
})

describe('what a file holds', () => {
  const nasty = 'x\n::error::no %0A `` ``` ` <script> [a](b) | # \u001b[31m'
  const hostile: Report = {
    files: [
      {
        path: 'a,b:c.py',
        lineText: linesOf('os.system(word) # ```` \n'),
        findings: [{ ...flowing(flowText), message: nasty, span: spanOf('os.system', 'os') }],
      },
    ],
    errors: [],
  }

  test('can give no command to GitHub', () => {
    const text = renderGithub(hostile)
    expect(text.split('\n')).toHaveLength(2)
    expect(text).toContain('file=a%2Cb%3Ac.py')
    expect(text).toContain('%250A')
  })

  test('can end no block of Markdown', () => {
    const text = renderMarkdown(hostile)
    expect(text).toContain('`````text\n1 | os.system(word) # ````')
    expect(text).not.toMatch(/(?<!\\)<script/)
    expect(text).not.toContain('\u001b')
  })
})

function allCalls(text: string): Finding[] {
  return [...text.matchAll(/os\.system\(word\)/g)].map((match) => {
    const before = text.slice(0, match.index)
    const line = before.split('\n').length
    const column = match.index - before.lastIndexOf('\n') - 1
    const end = match.index + 15
    const span = { start: match.index, end, line, column, endLine: line, endColumn: column + 15 }
    return { ...flowing(flowText), span }
  })
}

function rulesNamed({ files }: Report) {
  const named = new Set(
    files.flatMap(({ findings, suppressed = [] }) =>
      [...findings, ...suppressed.map(({ finding }) => finding)].map(({ rule }) => rule),
    ),
  )
  return pages.filter(({ rule }) => named.has(rule.id))
}

function pretty(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`
}
