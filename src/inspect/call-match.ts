import type { Meaning } from '../python/meaning.ts'
import type { Call, Expression } from '../python/nodes.ts'
import { argumentFor } from '../python/parameters.ts'
import type { Site } from '../python/scopes.ts'
import type { Values } from '../python/values.ts'
import { fixedArguments, handedArguments } from './preset-arguments.ts'
import { storedItems } from './stored-items.ts'

/** One use of a function that a rule asked for. */
export class CallMatch {
  /** Full name of what is called, as it matched. */
  readonly name: string
  /** What stands for the function in the code. */
  readonly node: Expression
  readonly site: Site
  /** The call, or undefined where the function is handed on: as an argument, a decorator, an item. */
  readonly call: Call | undefined
  readonly #meaning: Meaning
  #preset: Call | null | undefined

  constructor(
    meaning: Meaning,
    match: { name: string; node: Expression; site: Site; call: Call | undefined },
  ) {
    this.#meaning = meaning
    this.name = match.name
    this.node = match.node
    this.site = match.site
    this.call = match.call
  }

  /** The argument at a position (-1: only by keyword) or of that keyword, also one that `functools.partial` fixed. */
  argument(position: number, keyword = ''): Expression | undefined {
    if (!this.call) {
      const handed = this.#handed
      return handed && argumentFor(handed, keyword, position)
    }
    const fixed = this.#fixed
    if (!fixed) return argumentFor(this.call, keyword, position)
    const own = argumentFor(this.call, keyword, position - fixed.args.length)
    return own ?? argumentFor(fixed, keyword, position)
  }

  /** What the function that is handed on will be called with, as far as it is told there. */
  get #handed(): Call | undefined {
    this.#preset ??= handedArguments(this.#meaning, this.node) ?? null
    return this.#preset ?? undefined
  }

  get #fixed(): Call | undefined {
    this.#preset ??= fixedArguments(this.#meaning, this.node, this.site)?.node ?? null
    return this.#preset ?? undefined
  }

  /** All that an argument may be, also as an item of a known mapping given by `**`; nothing where it is not given. */
  values(position: number, keyword?: string): Values {
    const node = this.argument(position, keyword)
    if (node) return this.#meaning.values(node, this.site)
    const starred = this.#starred(position)
    return starred ?? (keyword === undefined ? [] : this.#spread(keyword))
  }

  /** The text that an argument is sure to be. */
  text(position: number, keyword?: string): string | undefined {
    const values = this.values(position, keyword)
    const value = values.length === 1 ? values[0] : undefined
    return value?.kind === 'text' ? value.text : undefined
  }

  /** Every text that an argument may be. */
  texts(position: number, keyword?: string): readonly string[] {
    return this.values(position, keyword).flatMap((value) =>
      value.kind === 'text' ? [value.text] : [],
    )
  }

  /** Every text that any argument may be. */
  get allTexts(): readonly string[] {
    const { args = [], keywords = [] } = this.call ?? {}
    const given = [...args, ...keywords.map(({ value }) => value)]
    return given.flatMap((node) => this.#meaning.texts(node, this.site))
  }

  /** An argument is given and may be this boolean, or the number that Python takes for it. */
  isFlag(keyword: string, flag: boolean, position = -1): boolean {
    const number = flag ? 1 : 0
    return this.values(position, keyword).some(
      (value) =>
        (value.kind === 'boolean' && value.value === flag) ||
        (value.kind === 'number' && value.value === number),
    )
  }

  /** Arguments are spread into the call by `*` or `**`, so that some can't be told. */
  get hasSpread(): boolean {
    if (!this.call) return true
    return (
      this.call.args.some(({ kind }) => kind === 'Starred') ||
      this.call.keywords.some(({ arg }) => arg === null)
    )
  }

  /** Arguments are spread into the call of which not even the names are known. */
  get hasUnknownSpread(): boolean {
    const { args = [], keywords = [] } = this.call ?? {}
    return (
      args.some(({ kind }) => kind === 'Starred') ||
      keywords.some(
        ({ arg, value }) =>
          arg === null &&
          this.#meaning.values(value, this.site).some(({ kind }) => kind !== 'mapping'),
      )
    )
  }

  /** The argument at a position that `*[…]` with known items gives. */
  #starred(position: number): Values | undefined {
    let left = position
    for (const argument of this.call?.args ?? []) {
      if (argument.kind !== 'Starred') {
        if (left === 0) return this.#meaning.values(argument, this.site)
        left--
        continue
      }
      const [sequence, more] = this.#meaning.values(argument.value, this.site)
      if (sequence?.kind !== 'sequence' || more) return undefined
      const item = left < 0 ? undefined : sequence.items[left]
      if (item) return this.#meaning.valuesOf(item)
      left -= sequence.items.length
    }
    return undefined
  }

  #spread(keyword: string): Values {
    const { keywords = [] } = this.call ?? this.#handed ?? {}
    for (const { arg, value } of keywords) {
      if (arg !== null) continue
      const stored = storedItems(this.#meaning, value, keyword, this.site)
      if (stored.length > 0) return stored
      for (const mapping of this.#meaning.values(value, this.site)) {
        const entries = mapping.kind === 'mapping' ? mapping.entries : []
        const found = entries.findLast(
          ({ key }) => key && this.#meaning.text(key.node, key.site) === keyword,
        )
        if (found) return this.#meaning.valuesOf(found.value)
      }
    }
    return []
  }

  /** What a reader calls it: the last names of the full name. */
  get shortName(): string {
    return this.name.replaceAll('()', '').replace(/^builtins\./, '')
  }
}
