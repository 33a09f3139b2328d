import type { Rule } from '../inspect/rule.ts'
import type { Json } from '../kernel/json.ts'
import type { Severity } from '../kernel/severity.ts'
import { levelOf } from './sarif-level.ts'

/** A rule with its page in Markdown. */
export interface RulePage {
  readonly rule: Rule
  readonly page: string
}

/** The reporting descriptors of the rules, with CWE numbers as tags of the form `external/cwe/cwe-095`. */
export function sarifRules(pages: readonly RulePage[]): readonly Json[] {
  return pages.map(({ rule, page }) => ({
    id: rule.id,
    name: pascalCase(rule.id),
    shortDescription: { text: `${rule.title}.` },
    fullDescription: { text: firstParagraph(page) ?? `${rule.title}.` },
    help: { text: page, markdown: page },
    defaultConfiguration: {
      level: levelOf(rule.severity),
      rank: Math.round(rule.confidence * 100),
    },
    properties: {
      tags: ['security', ...rule.cwe.map(cweTag), ...rule.owasp.map((entry) => `owasp/${entry}`)],
      precision: precisionOf(rule.confidence),
      'security-severity': securitySeverity[rule.severity],
    },
  }))
}

function cweTag(number: number): string {
  return `external/cwe/cwe-${String(number).padStart(3, '0')}`
}

/** Scores on the scale of CVSS, in the middle of the band that readers of SARIF show under that word. */
const securitySeverity: Readonly<Record<Severity, string>> = {
  low: '2.0',
  medium: '5.5',
  high: '8.0',
  critical: '9.5',
}

function precisionOf(confidence: number): string {
  if (confidence >= 0.9) return 'very-high'
  if (confidence >= 0.7) return 'high'
  return confidence >= 0.4 ? 'medium' : 'low'
}

function pascalCase(id: string): string {
  return id.replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase())
}

/** A page begins with its heading; the paragraph after it says why the rule matters. */
function firstParagraph(page: string): string | undefined {
  return page.split('\n\n')[1]?.replaceAll('\n', ' ').trim()
}
