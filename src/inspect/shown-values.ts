import type { Expression } from '../python/nodes.ts'
import type { CallMatch } from './call-match.ts'
import { nameOf } from './named-values.ts'

/** A method of that name writes a log only where the object is called like one. */
export function isLogCall({ name, node }: CallMatch): boolean {
  if (!name.startsWith('.')) return true
  return node.kind === 'Attribute' && /log/i.test(nameOf(node.value) ?? '')
}

/** What a call that prints or logs shows: its arguments, and the parts of texts and dictionaries among them. */
export function shownBy({ call }: CallMatch): readonly Expression[] {
  const { args = [], keywords = [] } = call ?? {}
  const given = keywords.filter(({ arg }) => arg !== 'file' && arg !== 'exc_info')
  return [...args, ...given.map(({ value }) => value)].flatMap(shownIn)
}

/** What a text that is shown is put together from. */
export function shownIn(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'JoinedStr':
      return node.values.flatMap((part) =>
        part.kind === 'FormattedValue' ? shownIn(part.value) : [],
      )
    case 'BinOp':
      return [...shownIn(node.left), ...shownIn(node.right)]
    case 'Tuple':
      return node.elts.flatMap(shownIn)
    case 'Dict':
      return node.values.flatMap(shownIn)
    case 'Call': {
      const name = nameOf(node.func)
      if (name === 'format')
        return [...node.args, ...node.keywords.map(({ value }) => value)].flatMap(shownIn)
      return name === 'str' || name === 'repr' || name === 'dumps'
        ? node.args.flatMap(shownIn)
        : [node]
    }
    default:
      return node.kind === 'Name' || node.kind === 'Attribute' || node.kind === 'Subscript'
        ? [node]
        : []
  }
}
