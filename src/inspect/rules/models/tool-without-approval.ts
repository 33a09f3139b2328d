import type { AsyncFunctionDef, FunctionDef } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import { isToolFunction } from '../../handlers.ts'
import { nodesIn } from '../../nodes-in.ts'
import type { Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'
import { fileCalls } from '../../tables/files.ts'
import { httpCalls } from '../../tables/network.ts'
import { processCalls } from '../../tables/processes.ts'

const asked = /confirm|approv|permission|interrupt\(|human_input|\binput\(|elicit/i
const others =
  /^(smtplib\.SMTP(_SSL)?\(\)\.(send_message|sendmail)|builtins\.(exec|eval)|stripe\..*\.create)$/

/** A model may act on the world without being asked. */
export const toolWithoutApproval: Rule = {
  id: 'tool-without-approval',
  title: 'A tool with effects runs without anyone being asked',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.65,
  persona: 'default',
  cwe: [862],
  owasp: ['LLM06:2025'],
  on: [
    onNode('FunctionDef', ({ node, site }, context) => reportOn(node, site, context)),
    onNode('AsyncFunctionDef', ({ node, site }, context) => reportOn(node, site, context)),
  ],
}

function reportOn(
  node: FunctionDef | AsyncFunctionDef,
  site: Site,
  context: Context,
): Report | undefined {
  if (node.decorators.length === 0 || !isToolFunction(node, site, context)) return undefined
  if (asked.test(context.text.slice(node.start, node.end))) return undefined
  const inside = context.meaning.bindings.scopes.get(node) ?? site
  for (const call of nodesIn(node.body)) {
    if (call.kind !== 'Call') continue
    const path = context.meaning.paths(call.func, inside).find(hasEffect)
    if (path === undefined) continue
    return {
      message: `The tool \`${node.name}\` calls \`${path.replaceAll('()', '').replace('builtins.', '')}\` without anyone being asked.`,
      help: 'Ask a person first, or mark the tool so that the client asks.',
      at: call,
    }
  }
  return undefined
}

function hasEffect(path: string): boolean {
  if (processCalls.has(path) || fileCalls.get(path)?.use === 'delete' || others.test(path))
    return true
  return httpCalls.has(path) && /\.(post|put|delete|patch)$/.test(path)
}
