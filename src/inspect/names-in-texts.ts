import type { Call } from '../python/nodes.ts'
import { argumentFor } from '../python/parameters.ts'
import type { Site } from '../python/scopes.ts'
import type { Context } from './context.ts'
import { variablesIn } from './expression-text.ts'
import { nodesOf } from './nodes-of.ts'
import { evaluated } from './tables/methods.ts'

/**
 * The variables that the texts name which pandas and patsy evaluate, as in `query("a > @limit")`; unknown where such a text is
 * only known at run time.
 */
export function namesInTexts(context: Context): ReadonlySet<string> | 'unknown' {
  const found = new Set<string>()
  for (const { node, site } of nodesOf(context.meaning.bindings, ['Call'])) {
    const names = namesIn(node, site, context)
    if (names === 'unknown') return names
    for (const name of names) found.add(name)
  }
  return found
}

function namesIn(call: Call, site: Site, { meaning }: Context): readonly string[] | 'unknown' {
  const hasPlainNames = meaning
    .paths(call.func, site)
    .map((path) => evaluated.get(path))
    .find((known) => known !== undefined)
  const isMethod = call.func.kind === 'Attribute' && /^(query|eval)$/.test(call.func.attr)
  const argument = argumentFor(call, 'expr', 0) ?? call.keywords[0]?.value
  if ((hasPlainNames === undefined && !isMethod) || !argument) return []
  const texts: string[] = []
  for (const value of meaning.values(argument, site)) {
    if (value.kind !== 'text') return 'unknown'
    texts.push(value.text)
  }
  return texts.flatMap((text) => variablesIn(text, hasPlainNames ?? false))
}
