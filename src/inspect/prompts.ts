import type { Dict, Expression } from '../python/nodes.ts'
import type { Site } from '../python/scopes.ts'
import type { Context } from './context.ts'

/** One message of a conversation: a literal dictionary with a role and a content. */
export interface Message {
  readonly role: Expression
  readonly content: Expression | undefined
}

/** The message that a dictionary is, where it has the keys of one. */
export function messageOf(node: Dict, site: Site, { meaning }: Context): Message | undefined {
  let role: Expression | undefined
  let content: Expression | undefined
  node.keys.forEach((key, i) => {
    const name = key ? meaning.text(key, site) : undefined
    if (name === 'role') role = node.values[i]
    if (name === 'content' || name === 'parts') content = node.values[i]
  })
  return role && content ? { role, content } : undefined
}

/** The text is put together of a constant and something else. */
export function isBuilt(node: Expression, site: Site, context: Context): boolean {
  if (node.kind === 'JoinedStr') return node.values.some(({ kind }) => kind === 'FormattedValue')
  if (node.kind === 'BinOp') return node.op === 'Add' || node.op === 'Mod'
  if (node.kind === 'Call') return node.func.kind === 'Attribute' && node.func.attr === 'format'
  if (node.kind !== 'Name') return false
  return context.meaning
    .assigned(node, site)
    .some(({ node: one }) => one.kind !== 'Name' && isBuilt(one, site, context))
}
