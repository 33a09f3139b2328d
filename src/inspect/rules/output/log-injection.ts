import type { Expression } from '../../../python/nodes.ts'
import { nameOf } from '../../named-values.ts'
import { originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { isLogCall } from '../../shown-values.ts'
import { logCalls } from '../../tables/loggers.ts'
import type { SourceKind } from '../../tables/sources.ts'

const request: ReadonlySet<SourceKind> = new Set(['request'])

/** What clients send, in logs. */
export const logInjection: Rule = {
  id: 'log-injection',
  title: 'A log line may hold others that were made up',
  layer: 'taint',
  severity: 'low',
  confidence: 0.6,
  persona: 'default',
  cwe: [117],
  owasp: ['A09:2021'],
  on: [
    onCall(logCalls, (call, context) => {
      if (!isLogCall(call) || isQuoting(call.text(0))) return undefined
      for (const node of call.call?.args ?? []) {
        if (isOneLine(node)) continue
        const origin = originOf(context, { node, site: call.site }, request, 'log')
        if (origin)
          return {
            message: `\`${call.shortName}\` logs what \`${origin.name}\` gives, line breaks included.`,
            flow: origin.flow,
            help: 'Log `repr(value)`.',
          }
      }
      return undefined
    }),
  ],
}

/** Every value is shown as `repr` shows it. */
function isQuoting(template: string | undefined): boolean {
  return template !== undefined && /%r|![ra]\}/.test(template) && !/%s|\{\w*\}/.test(template)
}

/** `repr(value)`, or a text whose line breaks are replaced. */
function isOneLine(node: Expression): boolean {
  if (node.kind !== 'Call') return false
  if (nameOf(node.func) === 'repr') return true
  if (node.func.kind !== 'Attribute' || node.func.attr !== 'replace') return false
  const [found] = node.args
  const isBreak = found?.kind === 'Constant' && /^(\r?\n|\r)$/.test(String(found.value))
  return isBreak || isOneLine(node.func.value)
}
