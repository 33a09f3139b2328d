import { parseModule } from '../../../python/parse.ts'
import { walk } from '../../../python/visit.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { hiddenAttributes } from '../../tables/methods.ts'

/** Code that is made from text when the script runs. */
export const dynamicCode: Rule = {
  id: 'dynamic-code',
  title: 'Code is made from text and run',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.9,
  persona: 'default',
  cwe: [95, 94],
  owasp: ['A03:2021', 'LLM05:2025'],
  on: [onCall(['builtins.eval', 'builtins.exec', 'builtins.execfile', 'builtins.compile'], check)],
}

/** Constant text can be read by who reviews the script, unless it does what it is a text for; the rest only exists at run time. */
function check(call: CallMatch): Report {
  const texts = call.texts(0)
  const isConstant = texts.length > 0 && texts.length === call.values(0).length
  const reaching = texts.find(reachesOut)
  const what =
    reaching === undefined
      ? `text as code${isConstant ? '' : ' that is only known at run time'}`
      : 'a text as code that imports modules or reaches the interpreter'
  return {
    message: `\`${call.shortName}\` runs ${what}.`,
    help: 'Write the code itself; to read a literal use `ast.literal_eval`, to read data use `json.loads`.',
    ...(isConstant && reaching === undefined ? { severity: 'high' } : {}),
  }
}

const builtins = new Set(
  '__import__ __builtins__ eval exec compile open globals locals vars getattr breakpoint'.split(
    ' ',
  ),
)
const mostText = 20_000

/** The text imports something, or uses what leads out of it. */
function reachesOut(text: string): boolean {
  let found = text.length > mostText
  if (found) return true
  walk(parseModule(text.trim()).module, (node) => {
    found ||=
      node.kind === 'Import' ||
      node.kind === 'ImportFrom' ||
      (node.kind === 'Name' && builtins.has(node.id)) ||
      (node.kind === 'Attribute' && hiddenAttributes.has(node.attr))
    return !found
  })
  return found
}
