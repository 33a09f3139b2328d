import type { CallMatch } from './call-match.ts'
import { unknownPart } from './command-line.ts'
import type { Context } from './context.ts'
import { pathArguments } from './file-sinks.ts'
import { spelledPath } from './spelled-path.ts'
import { wordsOf } from './tables/secret-places.ts'

/** The constant paths that a call to a file function uses, `pathlib.Path("…")` included. */
export function pathTexts(call: CallMatch, context: Context): readonly string[] {
  const { meaning } = context
  return pathArguments(call).flatMap((node) => {
    const spelled = spelledPath(node, call.site, context)
    return spelled === unknownPart ? textsOf(node) : [...textsOf(node), spelled]
  })

  function textsOf(node: typeof call.node): readonly string[] {
    if (node.kind === 'Call') return [...meaning.texts(node, call.site), ...ofPathObject(node.args)]
    if (node.kind !== 'Name') return meaning.texts(node, call.site)
    const assigned = meaning.assigned(node, call.site)
    const inside = assigned.flatMap(({ node: value, site }) =>
      value.kind === 'Call' ? value.args.flatMap((one) => meaning.texts(one, site)) : [],
    )
    return [...meaning.texts(node, call.site), ...inside]
  }

  function ofPathObject(args: readonly (typeof call.node)[]): readonly string[] {
    return args.flatMap((one) => meaning.texts(one, call.site))
  }
}

/** The words of a command that a process is started with, the items of a list included. */
export function commandWords(call: CallMatch, { meaning }: Context, at = 0): readonly string[] {
  const values = call.values(at, 'args')
  return values.flatMap((value) => {
    if (value.kind === 'text') return wordsOf(value.text)
    if (value.kind !== 'sequence') return []
    return value.items.flatMap(({ node, site }) => meaning.texts(node, site).flatMap(wordsOf))
  })
}

/** The whole text of a command, the items of a list joined by blanks; '' where it can't be told. */
export function commandText(call: CallMatch, { meaning }: Context, at = 0): string {
  const [value] = call.values(at, 'args')
  if (value?.kind === 'text') return value.text.slice(0, 4096)
  if (value?.kind !== 'sequence') return ''
  return value.items
    .map(({ node, site }) => meaning.text(node, site) ?? '?')
    .join(' ')
    .slice(0, 4096)
}
