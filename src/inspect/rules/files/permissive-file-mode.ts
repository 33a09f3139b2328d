import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import { integerOf } from '../../../python/values.ts'
import type { Context } from '../../context.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const flags: ReadonlyMap<string, number> = new Map([
  ['S_ISUID', 0o4000],
  ['S_ISGID', 0o2000],
  ['S_IRWXG', 0o070],
  ['S_IWGRP', 0o020],
  ['S_IRWXO', 0o007],
  ['S_IWOTH', 0o002],
])

/** Everyone may change the file. */
export const permissiveFileMode: Rule = {
  id: 'permissive-file-mode',
  title: 'Everyone may change the file',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.9,
  persona: 'default',
  cwe: [732],
  owasp: ['A01:2021', 'A05:2021'],
  on: [
    onCall(['os.chmod', 'os.lchmod', 'os.fchmod'], (call, context) =>
      reportOn(call.shortName, modeOf(call.argument(1, 'mode'), call.site, context)),
    ),
    onCall(['pathlib.Path().chmod', 'pathlib.Path().lchmod'], (call, context) =>
      reportOn(call.shortName, modeOf(call.argument(0, 'mode'), call.site, context)),
    ),
    onCall(['os.open'], (call, context) => {
      const report = reportOn(call.shortName, modeOf(call.argument(2, 'mode'), call.site, context))
      // What the umask takes away is not known, but takes away these rights nearly everywhere.
      return report && { ...report, severity: 'low' }
    }),
    onCall(['os.umask'], (call, context) => {
      const mode = modeOf(call.argument(0), call.site, context)
      return mode !== undefined && (mode & 0o002) === 0
        ? { message: '`os.umask` lets everyone change the files that are made from now on.' }
        : undefined
    }),
  ],
}

function reportOn(name: string, mode: number | undefined): Report | undefined {
  if (mode === undefined) return undefined
  const help = 'Give the owner alone the right to write, such as `0o644` or `0o600`.'
  if (mode & 0o6000) {
    return {
      message: `\`${name}\` lets everyone run the file as its owner.`,
      severity: 'high',
      help,
    }
  }
  return mode & 0o002 ? { message: `\`${name}\` lets everyone change the file.`, help } : undefined
}

/** A mode in digits or joined from the flags of `stat`; unknown parts count as none. */
function modeOf(node: Expression | undefined, site: Site, context: Context): number | undefined {
  if (!node) return undefined
  const values = context.meaning.values(node, site)
  for (const value of values) {
    const digits = integerOf(value)
    if (digits !== undefined) return digits
    const flag = value.kind === 'path' && value.path.startsWith('stat.') ? value.path.slice(5) : ''
    if (flag !== '') return flags.get(flag) ?? 0
  }
  if (node.kind !== 'BinOp' || node.op !== 'BitOr') return undefined
  return (modeOf(node.left, site, context) ?? 0) | (modeOf(node.right, site, context) ?? 0)
}
