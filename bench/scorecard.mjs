import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createInspector, defaultInspectPolicy, explain, families } from '../dist/inspect/index.js'
import { pageBlocks } from '../dist/inspect/rules/page-blocks.js'
import { parseModule } from '../dist/python/parse.js'
import { walk } from '../dist/python/visit.js'
import { plain } from './figures.mjs'
import { samplesOf } from './gate.mjs'
import { banditCommand, ruffCommand } from './scan/peers.mjs'
import { testWeakness, weaknessOf } from './scan/weaknesses.mjs'

const standardCorpora = fileURLToPath(new URL('../../shared/corpora', import.meta.url))
const page = fileURLToPath(new URL('../docs/scorecard.md', import.meta.url))
const tools = ['Cordon', 'Bandit', 'Ruff S']

/** Cordon, Bandit and Ruff's `S` rules under one scorer; writes docs/scorecard.md. */
export function measure(corpora = corporaOf(process.argv)) {
  const folder = mkdtempSync(join(tmpdir(), 'cordon-scorecard-'))
  try {
    const blocks = families.flatMap(blocksOf)
    const files = [...blocks, ...corpusFiles(corpora)].map((one, i) => ({
      ...one,
      name: `f${i}.py`,
    }))
    const tree = join(folder, 'tree')
    mkdirSync(tree)
    for (const { name, code } of files) writeFileSync(join(tree, name), code)
    const found = {
      Cordon: new Map(files.map((file) => [file.name, cordonFindings(file)])),
      Bandit: banditFindings(tree),
      'Ruff S': ruffFindings(tree, folder),
    }
    const scored = files.map((file) => ({
      ...file,
      scores: tools.map((tool) => score(file, found[tool].get(file.name) ?? [])),
    }))
    writeFileSync(page, render(scored))
    return figures(scored)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The examples of a family's pages, each with the places that its page marks. */
function blocksOf({ id, rules }) {
  const weaknesses = new Map(rules.map((rule) => [rule.id, rule.cwe]))
  return rules.flatMap((rule) =>
    pageBlocks(explain(rule.id)?.page ?? '').map(({ isBad, code }) => ({
      group: id,
      persona: rule.persona,
      isBad,
      code,
      labels: isBad ? labelsOf(code, weaknesses) : [],
    })),
  )
}

/** A label is the lines of the smallest statement around a mark, and the weaknesses of the rule that it names. */
function labelsOf(code, weaknesses) {
  const statements = statementsOf(code)
  return code.split('\n').flatMap((text, i) => {
    const ids = /# error: \[([^\]]*)\]/.exec(text)?.[1]?.split(/, */) ?? []
    const own = ids.filter((id) => weaknesses.has(id))
    if (own.length === 0) return []
    const around = statements.filter(([from, to]) => from <= i + 1 && i + 1 <= to)
    const [lines = [i + 1, i + 1]] = around.sort((a, b) => a[1] - a[0] - (b[1] - b[0]))
    return own.map((id) => ({ lines, weakness: weaknessOf(weaknesses.get(id) ?? []) }))
  })
}

function statementsOf(code) {
  const { module, lines } = parseModule(code)
  const found = []
  const line = (offset) => code.slice(0, offset).split('\n').length
  walk(module, (node) => {
    if (node.kind === 'Expr' || /Assign|Import|Return|Raise|Delete|Assert/.test(node.kind)) {
      found.push([line(node.start), line(Math.max(node.start, node.end - 1))])
    }
    return lines !== undefined
  })
  return found
}

function corpusFiles(corpora) {
  const read = (file, isBad) =>
    existsSync(join(corpora, file))
      ? samplesOf(join(corpora, file)).map(({ code }) => ({
          group: basename(file, '.dev.jsonl'),
          persona: 'default',
          isBad,
          code,
          labels: [],
        }))
      : []
  return [...read('redcode-exec.dev.jsonl', true), ...read('bigcodebench.dev.jsonl', false)]
}

const inspectors = new Map(
  ['default', 'gate', 'pedantic'].map((persona) => {
    const policy = defaultInspectPolicy()
    const rules = { off: ['import-denied', 'import-not-allowed'], severity: {} }
    const imports = { ...policy.imports, mode: 'deny-list' }
    return [persona, createInspector({ ...policy, persona, rules, imports })]
  }),
)

/** As `cordon scan` sees it; pages of rules that only the gate or a pedant sees, as they do. */
function cordonFindings({ code, persona }) {
  const { findings } = inspectors.get(persona)(code, [])
  return findings.map(({ span, cwe, severity }) => ({
    from: span.line,
    to: span.endLine,
    weakness: weaknessOf(cwe),
    isRemark: severity === 'low',
  }))
}

function banditFindings(tree) {
  const report = JSON.parse(output(banditCommand(tree)))
  return byFile(report.results, (it) => ({
    file: it.filename,
    from: Math.min(it.line_number, ...it.line_range),
    to: Math.max(it.line_number, ...it.line_range),
    weakness: testWeakness(it.test_id),
    isRemark: it.issue_severity === 'LOW',
  }))
}

/** Ruff tells no severity; its rules are those of Bandit under the same numbers. */
function ruffFindings(tree, folder) {
  const report = JSON.parse(output(ruffCommand(tree, folder)))
  const known = report.filter(({ code }) => /^S\d+$/.test(code ?? ''))
  return byFile(known, (it) => ({
    file: it.filename,
    from: it.location.row,
    to: it.end_location.row,
    weakness: testWeakness(it.code.replace('S', 'B')),
    isRemark: false,
  }))
}

function byFile(results, read) {
  const found = new Map()
  for (const { file, ...finding } of results.map(read)) {
    const name = basename(file)
    found.set(name, [...(found.get(name) ?? []), finding])
  }
  return found
}

/** Bandit ends with 1 where it finds something. */
function output([command, ...args]) {
  try {
    return execFileSync(command, args, { maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'ignore'] })
  } catch (cause) {
    if (cause.stdout?.length > 0) return cause.stdout
    throw cause
  }
}

function score({ labels }, findings) {
  const meets = ({ lines: [from, to] }) => findings.filter((f) => f.from <= to && f.to >= from)
  return {
    any: labels.filter((label) => meets(label).length > 0).length,
    same: labels.filter((label) =>
      meets(label).some(({ weakness }) => label.weakness.some((one) => weakness.includes(one))),
    ).length,
    hasFinding: findings.length > 0,
    hasMore: findings.some(({ isRemark }) => !isRemark),
  }
}

const percent = (part, whole) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`)
const share = (files, key, at) =>
  percent(files.filter(({ scores }) => scores[at][key]).length, files.length)

function render(scored) {
  const groups = families.map(({ id, title }) => [title, scored.filter((f) => f.group === id)])
  const own = scored.filter(({ group }) => families.some(({ id }) => id === group))
  const rows = [...groups, ['**all**', own]]
  const corpora = [
    ['harmful programs (redcode-exec)', scored.filter(({ group }) => group === 'redcode-exec')],
    ['ordinary programs (bigcodebench)', scored.filter(({ group }) => group === 'bigcodebench')],
  ].filter(([, files]) => files.length > 0)
  return `${[intro, table(recallHead, rows.map(recallRow)), between, table(cleanHead, rows.map(cleanRow)), corpusIntro, table(corpusHead, corpora.map(corpusRow))].join('\n\n')}\n`
}

const intro = `# Scorecard

Cordon, Bandit and Ruff's \`S\` rules under one scorer, written by \`npm run bench -- scorecard\`. A marked place counts as
found where a finding touches the lines of its statement; _same weakness_ also asks that the finding's CWE is of the
family of the mark's.

The examples are those of Cordon's own rule pages. They are Cordon's tests, so that its recall on them says little; what
they show is what the others see of the same code. Many pages are about matters that the others do not look for. Marks of
rules without a CWE, such as licences, have no _same weakness_.

## Marked places found, any finding / same weakness`
const between = `## Good examples with a finding

Examples that the pages call good. Cordon runs as the reader who sees the page's rule, without its lists of imports; the
others with all their rules.`
const corpusIntro = `## Whole programs

Programs of labelled corpora with any finding, and with one that is more than a remark (severity medium or worse; Ruff tells no
severity). All as a scan of a project, not as the gate; what the gate decides is measured by \`npm run bench -- gate\`.`

const recallHead = ['family', 'marks', ...tools]
const cleanHead = ['family', 'examples', ...tools]
const corpusHead = ['corpus', 'programs', ...tools]

function recallRow([title, files]) {
  const sum = (at, key) => files.reduce((all, { scores }) => all + scores[at][key], 0)
  const marks = files.reduce((all, { labels }) => all + labels.length, 0)
  const cells = tools.map(
    (_, at) => `${percent(sum(at, 'any'), marks)} / ${percent(sum(at, 'same'), marks)}`,
  )
  return [title, String(marks), ...cells]
}

function cleanRow([title, files]) {
  const good = files.filter(({ isBad }) => !isBad)
  return [title, String(good.length), ...tools.map((_, at) => share(good, 'hasFinding', at))]
}

function corpusRow([title, files]) {
  const cells = tools.map(
    (tool, at) =>
      `${share(files, 'hasFinding', at)} / ${tool === 'Ruff S' ? '–' : share(files, 'hasMore', at)}`,
  )
  return [title, String(files.length), ...cells]
}

function table(head, rows) {
  const widths = head.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => row[at].length)),
  )
  const line = (row) => `| ${row.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

function figures(scored) {
  const marked = scored.filter(({ labels }) => labels.length > 0)
  const marks = marked.reduce((all, { labels }) => all + labels.length, 0)
  const good = scored.filter(({ isBad, group }) => !isBad && group !== 'bigcodebench')
  const of = (files, key, at) =>
    (100 * files.filter(({ scores }) => scores[at][key]).length) / Math.max(1, files.length)
  return tools.flatMap((tool, at) => [
    plain(
      `${tool}: marks found, same weakness`,
      (100 * marked.reduce((all, { scores }) => all + scores[at].same, 0)) / marks,
      '%',
    ),
    plain(`${tool}: good examples with a finding`, of(good, 'hasFinding', at), '%'),
    plain(
      `${tool}: harmful programs with a finding`,
      of(
        scored.filter(({ group }) => group === 'redcode-exec'),
        'hasFinding',
        at,
      ),
      '%',
    ),
    plain(
      `${tool}: ordinary programs with a finding`,
      of(
        scored.filter(({ group }) => group === 'bigcodebench'),
        'hasFinding',
        at,
      ),
      '%',
    ),
  ])
}

function corporaOf(args) {
  const at = args.indexOf('--corpora')
  return at < 0 ? standardCorpora : (args[at + 1] ?? standardCorpora)
}
