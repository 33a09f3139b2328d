import type { Value } from '../python/values.ts'
import { CallMatch } from './call-match.ts'
import type { Context } from './context.ts'
import { effectsOf } from './tables/effects.ts'
import { fileCalls, openCalls } from './tables/files.ts'
import { pathKeywords } from './tables/methods.ts'

/** Functions that call the function that they are given with what else they are given. */
export const handing: readonly string[] = [
  ...['builtins.map', 'functools.partial', 'itertools.starmap', 'functools.reduce'],
  ...['.map', '.apply', '.pipe', '.agg', '.submit'],
  ...['', '[]', '.groupby()', '.groupby()[]'].flatMap((part) =>
    ['map', 'apply', 'pipe', 'agg'].map((method) => `pandas.DataFrame()${part}.${method}`),
  ),
  ...['map', 'apply', 'pipe', 'agg'].map((method) => `pandas.Series().${method}`),
]

interface Handed {
  /** The file function, as if it were called there. */
  readonly file: CallMatch | undefined
  /** The texts that it may be called with. */
  readonly texts: readonly string[]
}

const nothing: Handed = { file: undefined, texts: [] }

/** A file function that such a call is given, as in `map(open, ["a", "b"])`, and the texts it is called with. */
export function handedFile({ call, node, site }: CallMatch, { meaning }: Context): Handed {
  const [first, ...others] = call ? [...call.args, ...call.keywords.map(({ value }) => value)] : []
  if (!first || !call) return nothing
  const paths = meaning.paths(first, site)
  const isMethod = paths.length === 0 && first.kind === 'Attribute' && pathKeywords.has(first.attr)
  const name = isMethod ? `.${first.attr}` : paths.find(usesFiles)
  if (name === undefined) return nothing
  const object = node.kind === 'Attribute' ? [node.value] : []
  const values = [...object, ...others].flatMap((part) => meaning.values(part, site))
  const textsOf = (value: Value): readonly string[] => {
    if (value.kind === 'text') return [value.text]
    if (value.kind !== 'sequence') return []
    return value.items.flatMap((item) => meaning.texts(item.node, item.site))
  }
  return {
    file: new CallMatch(meaning, { name, node: first, site, call }),
    texts: values.flatMap(textsOf),
  }
}

function usesFiles(path: string): boolean {
  const last = path.slice(path.lastIndexOf('.') + 1)
  if (fileCalls.has(path) || openCalls.includes(path) || pathKeywords.has(last)) return true
  return effectsOf(path).some((effect) => effect === 'reads' || effect === 'writes')
}
