import type { Expression } from '../../../python/nodes.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { isDefinition } from '../../nodes-in.ts'
import { originAt } from '../../origins.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import type { SourceKind } from '../../tables/sources.ts'

/** An interpreter, which runs what it is given; any other program does its own work. */
function runsCode(
  args: Expression | undefined,
  call: CallMatch,
  { meaning, text }: Context,
): boolean {
  if (args?.kind !== 'List' && args?.kind !== 'Tuple') return false
  const [program] = args.elts
  if (!program) return false
  const name = meaning.text(program, call.site) ?? text.slice(program.start, program.end)
  return /(^|[/.])(python[\d.]*|executable|node|deno|ruby|perl|php|bash|sh|zsh|Rscript|julia|powershell|pwsh|docker|bwrap|firejail)$/.test(
    name,
  )
}

const strangers: ReadonlySet<SourceKind> = new Set(['request', 'model', 'tool'])

/** Foreign code runs for as long as it likes. */
export const childUnlimited: Rule = {
  id: 'child-unlimited',
  title: 'Foreign code is run without a time limit',
  layer: 'taint',
  severity: 'high',
  confidence: 0.75,
  persona: 'default',
  cwe: [400, 770],
  owasp: ['LLM10:2025'],
  on: [
    onCall(
      ['subprocess.run', 'subprocess.call', 'subprocess.check_output', 'subprocess.check_call'],
      (call, context): Report | undefined => {
        if (call.argument(-1, 'timeout') || call.hasSpread || isDefinition(call.node))
          return undefined
        const code = call.argument(0, 'args')
        if (!runsCode(code, call, context)) return undefined
        const origin =
          originAt(context, code, call.site, strangers) ??
          originAt(context, call.argument(-1, 'input'), call.site, strangers)
        return (
          origin && {
            message: `\`${call.shortName}\` runs what comes from \`${origin.name}\` for as long as it likes.`,
            flow: origin.flow,
            help: 'Pass `timeout`, and limit memory and processes.',
          }
        )
      },
    ),
  ],
}
