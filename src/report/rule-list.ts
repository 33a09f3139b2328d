import type { Family, Rule } from '../inspect/rule.ts'

/** The index of all rules as Markdown, by family, each with severity, who sees it and CWE; `pages` is where their pages lie. */
export function renderRuleList(families: readonly Family[], pages: string): string {
  const count = families.reduce((sum, family) => sum + family.rules.length, 0)
  const sections = families.map((family) => `## ${family.title}\n\n${table(rows(family, pages))}`)
  return `${[`# Rules\n\n${intro(count, families.length)}`, ...sections].join('\n\n')}\n`
}

function intro(rules: number, families: number): string {
  return (
    `${rules} rules in ${families} families. \`cordon explain RULE\` shows a rule's page: why it matters, how to fix it, ` +
    'and examples, which are its tests. A rule is seen by the gate and in every scan (`default`), by the gate alone ' +
    '(`gate`), or only where it is asked for (`pedantic`).\n\n' +
    'This page is written by `scripts/rule-list.mjs`.'
  )
}

type Row = readonly [string, string, string, string, string]

function rows(family: Family, pages: string): readonly Row[] {
  return family.rules
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((rule) => [
      `[${rule.id}](${pages}/${family.id}/${rule.id}.md)`,
      rule.title.replaceAll('|', '\\|'),
      rule.severity,
      rule.persona,
      weaknesses(rule),
    ])
}

function weaknesses({ cwe }: Rule): string {
  return cwe.length > 0 ? cwe.map((number) => `CWE-${number}`).join(', ') : '–'
}

/** Columns are filled up with blanks, so that the text itself reads as a table. */
function table(cells: readonly Row[]): string {
  const head: Row = ['rule', 'what it finds', 'severity', 'seen by', 'weakness']
  const widths = head.map((title, at) =>
    Math.max(title.length, ...cells.map((row) => row[at]?.length ?? 0)),
  )
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n')
}
