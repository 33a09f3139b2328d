import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const validating =
  /valid|sanit|is_?(ip|email|url|safe|allowed)|check_?(ip|email|host|url|name|format)/i

/** A pattern that should hold for the whole text only looks at its beginning. */
export const patternNotAnchored: Rule = {
  id: 'pattern-not-anchored',
  title: 'A validation looks at part of the text only',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.65,
  persona: 'default',
  cwe: [777, 625, 185],
  owasp: ['A03:2021', 'A04:2021'],
  on: [onCall(['re.match', 're.search', 're.compile'], reportOn)],
}

function reportOn(call: CallMatch, { text }: Context): Report | undefined {
  const pattern = call.text(0, 'pattern')
  const scope = call.site.scope.node
  if (pattern === undefined || (scope.kind !== 'FunctionDef' && scope.kind !== 'AsyncFunctionDef'))
    return undefined
  if (!validating.test(scope.name) || /(\$|\\[Zz])\)*$/.test(pattern)) return undefined
  if (!/[\]\w)][+*}]?$|\.\*$/.test(pattern) || pattern.endsWith('.*')) return undefined
  const body = text.slice(scope.start, scope.end)
  if (/\.(fullmatch|findall|finditer|sub|split|group|groups|start|end)\(/.test(body))
    return undefined
  if (!/\.match\(/.test(body) || call.name === 're.search') return undefined
  return {
    message: `\`${scope.name}\` accepts any text that begins as the pattern says.`,
    help: 'Use `fullmatch`, or end the pattern in `\\Z`.',
  }
}
