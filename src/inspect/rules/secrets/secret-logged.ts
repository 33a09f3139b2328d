import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import { nameOf } from '../../named-values.ts'
import { originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import type { SourceKind } from '../../tables/sources.ts'

const printers = [
  'builtins.print',
  ...['debug', 'info', 'warning', 'error', 'critical', 'exception', 'log'].flatMap((name) => [
    `logging.${name}`,
    `logging.getLogger().${name}`,
    `loguru.logger.${name}`,
  ]),
  ...[
    'sys.stdout.write',
    'sys.stderr.write',
    'streamlit.write',
    'streamlit.code',
    'IPython.display.display',
  ],
]
const named =
  /^(\w{0,40}_)?(password|passwd|passphrase|api_?key|secret_?key|client_?secret|access_?token|auth_?token|private_?key|secret_?access_?key)$/i

/** Credentials in output and logs. */
export const secretLogged: Rule = {
  id: 'secret-logged',
  title: 'A secret is printed or logged',
  layer: 'taint',
  severity: 'high',
  confidence: 0.75,
  persona: 'default',
  cwe: [532],
  owasp: ['A09:2021'],
  on: [
    onCall(printers, (call, context) => {
      for (const node of (call.call?.args ?? []).flatMap(shownIn)) {
        const found = secretOf(node, call.site, context)
        if (found)
          return {
            message: `\`${call.shortName}\` shows \`${found.name}\`, a secret.`,
            help: 'Leave it out, or show only that it is set.',
            ...(found.isSure ? {} : { severity: 'low' as const, confidence: 0.6 }),
          }
      }
      return undefined
    }),
  ],
}

/** What a text that is shown is put together from. */
function shownIn(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'JoinedStr':
      return node.values.flatMap((part) =>
        part.kind === 'FormattedValue' ? shownIn(part.value) : [],
      )
    case 'BinOp':
      return [...shownIn(node.left), ...shownIn(node.right)]
    case 'Call':
      return nameOf(node.func) === 'format' ? node.args.flatMap(shownIn) : [node]
    default:
      return node.kind === 'Name' || node.kind === 'Attribute' || node.kind === 'Subscript'
        ? [node]
        : []
  }
}

/** Whether a value is a secret: by where it comes from, or only by its name. */
function secretOf(
  node: Expression,
  site: Site,
  context: Context,
): { name: string; isSure: boolean } | undefined {
  if (node.kind === 'Call' && nameOf(node.func) === 'get_secret_value')
    return { name: 'get_secret_value', isSure: true }
  const origin = node.kind === 'Attribute' ? undefined : originOf(context, { node, site }, kept)
  const name = nameOf(node)
  if (origin && !origin.name.startsWith('secrets.'))
    return { name: name ?? origin.name, isSure: true }
  if (name === undefined || !named.test(name)) return undefined
  return { name, isSure: originOf(context, { node, site }, environment) !== undefined }
}

const kept: ReadonlySet<SourceKind> = new Set(['secret'])
const environment: ReadonlySet<SourceKind> = new Set(['environment'])
