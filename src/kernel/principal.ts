/** An attribute of a principal that row filters and conditions can name as `user.<name>`. */
export type AttributeValue = string | number | boolean | readonly string[]

/** On whose behalf code runs. */
export interface Principal {
  /** Stable identifier, e.g. an e-mail address or a subject claim. */
  readonly id: string
  readonly roles: readonly string[]
  readonly groups: readonly string[]
  readonly attributes: { readonly [name: string]: AttributeValue }
}
