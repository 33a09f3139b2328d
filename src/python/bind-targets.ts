import type { Attribute, Expression } from './nodes.ts'
import type { Bound, Site } from './scopes.ts'
import type { Located } from './values.ts'

export interface AttributeStore {
  readonly target: Located<Attribute>
  readonly bound: Bound
}

/** What takes the bindings that a target or a pattern makes. */
export interface BindingSink {
  readonly attributeStores: Map<string, AttributeStore[]>
  bindName(name: string, bound: Bound, site: Site, at: number): void
  expression(root: Expression | null, site: Site): void
}

const unknown: Bound = { kind: 'unknown' }

/** Binds what stands left of `=`, or after `for`, `as` or `del`, to what it is given, from offset `at` on. */
export function bindTarget(
  sink: BindingSink,
  target: Expression,
  given: { readonly bound: Bound; readonly site: Site; readonly at: number },
): void {
  const { bound, site, at } = given
  switch (target.kind) {
    case 'Name':
      sink.bindName(target.id, bound, site, at)
      break
    case 'Tuple':
    case 'List': {
      const star = target.elts.findIndex((element) => element.kind === 'Starred')
      target.elts.forEach((element, i) => {
        const part = star >= 0 && i > star ? i - target.elts.length : i
        bindTarget(sink, element, { bound: partOf(bound, part, target.elts.length), site, at })
      })
      break
    }
    case 'Starred':
      bindTarget(sink, target.value, { bound: unknown, site, at })
      break
    case 'Attribute':
      append(sink.attributeStores, target.attr, { target: { node: target, site }, bound })
      break
    case 'Subscript':
      if (target.value.kind !== 'Name') return
      append(site.scope.itemStores, target.value.id, {
        key: { node: target.slice, site },
        bound,
      })
      break
    default:
  }
}

/** Adds to the list under a key. */
export function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

/** What the item at `index` of `count` targets is given. */
function partOf(bound: Bound, index: number, count: number): Bound {
  if (bound.kind === 'item') return { ...bound, indexes: [...bound.indexes, index] }
  if (bound.kind !== 'value') return bound.kind === 'deleted' ? bound : unknown
  const { node, site } = bound.value
  if (node.kind === 'Tuple' || node.kind === 'List') {
    const part = node.elts.length === count ? node.elts[index] : undefined
    const isPlain = !node.elts.some((element) => element.kind === 'Starred')
    if (part && isPlain) return { kind: 'value', value: { node: part, site } }
  }
  return { kind: 'item', value: bound.value, indexes: [index] }
}
