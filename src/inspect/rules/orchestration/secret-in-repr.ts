import type { ClassDef, Return } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { NodeMatch, Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'
import { shownIn } from '../../shown-values.ts'
import { dotted } from '../../value-origins.ts'

const secretName =
  /(^|_)(password|passwd|pwd|secret|api_?key|access_?token|private_?key|client_secret)$/i

/** Printing the object prints its password. */
export const secretInRepr: Rule = {
  id: 'secret-in-repr',
  title: 'Printing the object prints its password',
  layer: 'names',
  severity: 'low',
  confidence: 0.75,
  persona: 'default',
  cwe: [532, 522],
  owasp: ['A09:2021', 'LLM02:2025'],
  on: [onNode('ClassDef', reportOn), onNode('Return', ({ node, site }) => reportShown(node, site))],
}

function reportOn({ node }: NodeMatch<ClassDef>): readonly Report[] {
  const isData = node.decorators.some((one) => /(^|\.)dataclass(\(\))?$/.test(dotted(one)))
  const isModel = node.bases.some((one) => /(^|\.)BaseModel$/.test(dotted(one)))
  if (!isData && !isModel) return []
  const reports: Report[] = []
  for (const field of node.body) {
    if (
      field.kind !== 'AnnAssign' ||
      field.target.kind !== 'Name' ||
      !secretName.test(field.target.id)
    )
      continue
    if (!/^(str|bytes)$/.test(dotted(field.annotation)) || isHidden(field.value)) continue
    reports.push({
      message: `\`${field.target.id}\` is shown wherever the object is printed, logged or dumped.`,
      help: isData ? 'Use `field(repr=False)`.' : 'Use `SecretStr`.',
      at: field,
    })
  }
  return reports
}

/** Methods whose result is printed, logged or sent on. */
const showing =
  /^(__repr__|__str__|__format__|to_dict|as_dict|todict|to_json|dict|serialize|describe)$/

function reportShown({ value }: Return, { scope }: Site): Report | undefined {
  const around = scope.node
  if (!value || around.kind !== 'FunctionDef' || !showing.test(around.name)) return undefined
  const shown = shownIn(value).find(
    (part) =>
      part.kind === 'Attribute' && dotted(part.value) === 'self' && secretName.test(part.attr),
  )
  if (shown?.kind !== 'Attribute') return undefined
  return {
    message: `\`${around.name}\` gives \`${shown.attr}\` as it is.`,
    help: 'Leave it out, or show only that it is set.',
    at: shown,
  }
}

function isHidden(value: Parameters<typeof dotted>[0] | null): boolean {
  if (value?.kind !== 'Call') return false
  return value.keywords.some(({ arg }) => arg === 'repr' || arg === 'exclude')
}
