import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import { nameOf } from '../../named-values.ts'
import { originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { isLogCall, shownBy } from '../../shown-values.ts'
import { logCalls } from '../../tables/loggers.ts'
import type { SourceKind } from '../../tables/sources.ts'

const printers = [
  ...['builtins.print', 'sys.stdout.write', 'sys.stderr.write', 'pprint.pprint'],
  ...['streamlit.write', 'streamlit.code', 'IPython.display.display'],
  ...logCalls,
]
const named =
  /^(\w{0,40}_)?(password|passwd|passphrase|api_?key|secret_?key|client_?secret|access_?token|auth_?token|private_?key|secret_?access_?key)$/i
/** What environment variables with secrets are called. */
const variableNamed = /(^|_)(token|secret|passw(or)?d|passwd|credentials?|api_?key)$/i

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
      if (!isLogCall(call)) return undefined
      for (const node of shownBy(call)) {
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
  const variable = variableName(node, site, context)
  const isKey = variable !== undefined && (named.test(variable) || variableNamed.test(variable))
  const isNamed = name !== undefined && named.test(name)
  if (!isKey && !isNamed) return undefined
  const isFromEnvironment = originOf(context, { node, site }, environment) !== undefined
  if (isKey && isFromEnvironment) return { name: variable, isSure: true }
  return isNamed ? { name, isSure: isFromEnvironment } : undefined
}

/** The name of the environment variable that a value is read from. */
function variableName(node: Expression, site: Site, context: Context): string | undefined {
  const [value = { node, site }] =
    node.kind === 'Name' ? context.meaning.assigned(node, site) : [{ node, site }]
  const { node: read } = value
  const key = read.kind === 'Subscript' ? read.slice : read.kind === 'Call' ? read.args[0] : null
  return key ? context.meaning.text(key, value.site) : undefined
}

const kept: ReadonlySet<SourceKind> = new Set(['secret'])
const environment: ReadonlySet<SourceKind> = new Set(['environment'])
