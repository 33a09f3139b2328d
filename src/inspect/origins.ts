import type { Expression } from '../python/nodes.ts'
import type { Site } from '../python/scopes.ts'
import type { Located } from '../python/values.ts'
import type { Context } from './context.ts'
import { isHarmless, plainName, stepsTo } from './flow-match.ts'
import type { PlacedStep } from './rule.ts'
import type { SourceKind } from './tables/sources.ts'

/** A source that a value was made from, in words for a message, with the way it took. */
export interface Origin {
  readonly kind: SourceKind
  readonly name: string
  readonly flow: readonly PlacedStep[]
}

/** What comes from people or machines that the code does not control. */
export const fromOutside: ReadonlySet<SourceKind> = new Set(['request', 'user', 'model', 'network'])

/** What an attacker sends, without what the person who starts the script types. */
export const fromStrangers: ReadonlySet<SourceKind> = new Set(['request', 'model', 'network'])

/** The first source of one of the wanted kinds that a value holds data of and that was not made harmless for `into`. */
export function originOf(
  context: Context,
  value: Located | undefined,
  wanted: ReadonlySet<string>,
  into = '',
): Origin | undefined {
  if (!value || !context.mayHold(wanted)) return undefined
  const found = context.flow
    .origins(value.node, value.site)
    .find(({ source, cleaned }) => wanted.has(source) && !isHarmless(cleaned, into))
  return (
    found && {
      kind: found.source as SourceKind,
      name: plainName(found.name),
      flow: stepsTo(found, value.node),
    }
  )
}

/** The same of an argument that may not be given. */
export function originAt(
  context: Context,
  node: Expression | undefined,
  site: Site,
  wanted: ReadonlySet<string>,
): Origin | undefined {
  return originOf(context, node && { node, site }, wanted)
}

/** The code before tests the variable that a value is taken from against a list or a pattern. */
export function isTested({ tested }: Context, { node, site }: Located): boolean {
  return tested.has(node, site, node.start)
}
