import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import type { Report, Rule } from '../../rule.ts'
import { onAssign, onDict } from '../../rule.ts'

const guards = new Set([
  '_write_',
  '_getattr_',
  '_getitem_',
  '_getiter_',
  '_unpack_sequence_',
  '_iter_unpack_sequence_',
  '_inplacevar_',
  '_apply_',
])
const guardName = /^_[a-z_]{5,30}_$/
const guarded = new Set(['_write_', '_getattr_', '_inplacevar_'])

/** A guard that lets everything through. */
export const permissiveGuard: Rule = {
  id: 'permissive-guard',
  title: 'A guard of RestrictedPython lets everything through',
  layer: 'names',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [693],
  owasp: ['A04:2021'],
  on: [
    onDict(guardName, ({ node, site }, context): readonly Report[] =>
      node.keys.flatMap((key, i) => {
        const name = key ? context.meaning.text(key, site) : undefined
        const value = node.values[i]
        return name !== undefined && value ? ofGuard(name, value, { site, context }) : []
      }),
    ),
    onAssign(guardName, ({ node, site }, context): readonly Report[] =>
      node.targets.flatMap((target) => {
        const name =
          target.kind === 'Subscript' ? context.meaning.text(target.slice, site) : undefined
        return name === undefined ? [] : ofGuard(name, node.value, { site, context })
      }),
    ),
  ],
}

function ofGuard(
  name: string,
  value: Expression,
  { site, context }: { site: Site; context: Context },
): readonly Report[] {
  if (!guards.has(name)) return []
  const isPlain = context.meaning
    .paths(value, site)
    .some((path) => /^(builtins\.(getattr|setattr|object)|operator\.\w+)$/.test(path))
  if (!(isPlain && guarded.has(name)) && !(isIdentity(value) && guarded.has(name))) return []
  return [
    {
      message: `\`${name}\` lets everything through.`,
      help: 'Use the guards of `RestrictedPython.Guards`.',
      at: value,
    },
  ]
}

function isIdentity(value: Expression): boolean {
  if (value.kind !== 'Lambda' || value.body.kind !== 'Name') return false
  return value.args.args[0]?.name === value.body.id
}
