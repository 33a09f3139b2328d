import type { AttributeStore } from './bind-targets.ts'
import type { Evaluator } from './evaluator.ts'
import { attributeOf, canonical } from './names.ts'
import type { ClassDef, Expression } from './nodes.ts'
import type { Binding, Bound, Site } from './scopes.ts'
import { mangledIn } from './scopes.ts'
import { joinValues, pathValue, unknowns, type Value, type Values } from './values.ts'

/** What members are worked out with. */
export interface BindingEvaluator extends Evaluator {
  bound(bound: Bound, at: Site): Values
  bindingValues(binding: Binding): Values
}

type Owner = Value & { kind: 'object' | 'class' }

/** What the classes of a module have in them. */
export class ClassMembers {
  readonly #evaluator: BindingEvaluator
  readonly #known = new Map<ClassDef, Map<string, Values>>()

  constructor(evaluator: BindingEvaluator) {
    this.#evaluator = evaluator
  }

  /** What `value.name` may be, by the class itself, by what is assigned to its objects, or by its bases. */
  of(value: Owner, name: string): Values {
    const key = `${value.kind}.${name}`
    const known = this.#known.get(value.node) ?? new Map<string, Values>()
    this.#known.set(value.node, known)
    const found = known.get(key)
    if (found) return found
    known.set(key, unknowns)
    const members = this.#findMember(value, name)
    known.set(key, members)
    return members
  }

  #findMember(value: Owner, name: string): Values {
    const groups: Values[] = []
    const inside = this.#evaluator.bindings.scopes.get(value.node)
    const own = mangledIn(name, value.node.name)
    for (const binding of inside?.scope.bindings.get(own) ?? []) {
      groups.push(this.#evaluator.bindingValues(binding).map((member) => boundTo(value, member)))
    }
    for (const store of this.#storesOf(value.node, name)) {
      const { node, site } = store.target
      const owners = this.#evaluator.values(node.value, site)
      if (owners.some((owner) => isOf(owner, value.node)))
        groups.push(this.#evaluator.bound(store.bound, site))
    }
    if (groups.length === 0) {
      for (const base of value.node.bases) groups.push(this.#inherited(value, base, name))
    }
    return groups.length > 0 ? joinValues(groups) : unknowns
  }

  /** What is assigned to an attribute, by its private name too. */
  #storesOf({ name: owner }: ClassDef, name: string): readonly AttributeStore[] {
    const { attributeStores } = this.#evaluator.bindings
    const plain = attributeStores.get(name) ?? []
    const prefix = `_${owner.replace(/^_+/, '')}`
    const other = name.startsWith(`${prefix}__`)
      ? name.slice(prefix.length)
      : mangledIn(name, owner)
    return other === name ? plain : [...plain, ...(attributeStores.get(other) ?? [])]
  }

  #inherited(value: Owner, base: Expression, name: string): Values {
    const suffix = value.kind === 'object' ? '()' : ''
    return joinValues(
      this.#evaluator.values(base, value.site).map((parent) => {
        if (parent.kind === 'path')
          return [pathValue(attributeOf(canonical(parent.path + suffix), name))]
        if (parent.kind !== 'class') return unknowns
        return this.of({ ...parent, kind: value.kind }, name)
      }),
    )
  }
}

/** A function found on an object gets the object as its first argument. */
function boundTo(owner: Owner, member: Value): Value {
  if (member.kind !== 'function' || member.node.kind === 'Lambda') return member
  return owner.kind === 'object' ? { ...member, self: owner } : member
}

function isOf(value: Value, node: ClassDef): boolean {
  return (value.kind === 'object' || value.kind === 'class') && value.node === node
}
