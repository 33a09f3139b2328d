import type { Meaning } from '../python/meaning.ts'
import type { Call, Expression } from '../python/nodes.ts'
import type { Site } from '../python/scopes.ts'
import type { Values } from '../python/values.ts'

/** Places that put something into one mapping that are looked at. */
const mostStores = 32

/** What `name[key] = …`, `name.setdefault(key, …)` and `name.update(key=…)` put under a key of a named mapping. */
export function storedItems(meaning: Meaning, node: Expression, key: string, site: Site): Values {
  if (node.kind !== 'Name') return []
  const stores = site.scope.itemStores.get(node.id) ?? []
  const assigned = stores
    .slice(0, mostStores)
    .filter((store) => meaning.text(store.key.node, store.key.site) === key)
    .flatMap((store) => meaning.bound(store.bound, store.key.site))
  const filled = ['setdefault', 'update'].flatMap((method) =>
    (meaning.bindings.calls.get(method) ?? [])
      .slice(0, mostStores)
      .filter(({ node: call, site: at }) => at.scope === site.scope && isOf(call, node.id))
      .flatMap(({ node: call, site: at }) => {
        const value = given(meaning, call, key, at)
        return value ? meaning.values(value, at) : []
      }),
  )
  return [...assigned, ...filled]
}

function isOf({ func }: Call, name: string): boolean {
  return func.kind === 'Attribute' && func.value.kind === 'Name' && func.value.id === name
}

function given(
  meaning: Meaning,
  { args, keywords }: Call,
  key: string,
  site: Site,
): Expression | undefined {
  const [first, second] = args
  if (first?.kind === 'Dict') {
    return first.values.find((_, i) => meaning.text(first.keys[i] ?? undefined, site) === key)
  }
  if (second && meaning.text(first, site) === key) return second
  return keywords.find(({ arg }) => arg === key)?.value
}
