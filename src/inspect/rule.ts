import type { Layer, Persona } from '../kernel/finding.ts'
import type { RuleId } from '../kernel/ids.ts'
import type { Severity } from '../kernel/severity.ts'
import type { Assign, Call, Dict, Keyword, Node } from '../python/nodes.ts'
import type { Site } from '../python/scopes.ts'
import type { CallMatch } from './call-match.ts'
import type { Context } from './context.ts'
import type { NamedValue } from './named-values.ts'

/** What a rule says about one place: the message is one sentence; what is left out comes from the rule. */
export interface Report {
  readonly message: string
  readonly help?: string
  readonly severity?: Severity
  readonly confidence?: number
  /** Who sees it, where that is fewer readers than see the rest of the rule. */
  readonly persona?: Persona
  /** How the data got there, from its source on. */
  readonly flow?: readonly PlacedStep[]
  /** What to mark, where it is not the node the rule was called for. */
  readonly at?: { readonly start: number; readonly end: number }
}

/** One step of a flow, at its place in the text. */
export interface PlacedStep {
  readonly message: string
  readonly start: number
  readonly end: number
}

export type Reports = Report | readonly Report[] | undefined

/** A node, where it stands. */
export interface NodeMatch<N extends Node = Node> {
  readonly node: N
  readonly site: Site
}

/** A module, or one name of it, that the code imports by a statement or by a call with a constant name. */
export interface ImportMatch extends NodeMatch {
  /** Full name, `''` never; relative imports keep their dots. */
  readonly module: string
  /** The name taken from the module: `*` for all of them, null where it is imported as a whole. */
  readonly member: string | null
}

/** An attribute taken by name, also by `getattr` with a constant name. */
export interface AttributeMatch extends NodeMatch {
  readonly attribute: string
}

/** A keyword argument of any call. */
export interface KeywordMatch extends NodeMatch<Keyword> {
  readonly call: Call
}

/** A name outside of the file that the code mentions, called or not. */
export interface NameMatch extends NodeMatch {
  readonly name: string
}

/** An assignment to an attribute or an item, or its deletion. */
export interface StoreMatch extends NodeMatch {
  /** Full names of the object whose attribute or item it is. */
  readonly owners: readonly string[]
  readonly attribute: string | null
}

type Check<M> = (match: M, context: Context) => Reports

/**
 * What a rule wants to be called for. Names are full dotted names as resolved; `a.*` stands for every direct member of
 * `a`, `a.**` for everything below it, and `.a` for an attribute of an object of which nothing is known.
 */
export type Listener =
  | { readonly kind: 'call'; readonly names: readonly string[]; readonly check: Check<CallMatch> }
  | { readonly kind: 'name'; readonly names: readonly string[]; readonly check: Check<NameMatch> }
  | {
      readonly kind: 'attribute'
      readonly names: readonly string[]
      readonly check: Check<AttributeMatch>
    }
  | {
      readonly kind: 'keyword'
      readonly names: readonly string[]
      readonly check: Check<KeywordMatch>
    }
  | {
      readonly kind: 'node'
      readonly kinds: readonly Node['kind'][]
      /** Called for nodes of these kinds only. */
      check(match: NodeMatch, context: Context): Reports
    }
  | { readonly kind: 'import'; readonly check: Check<ImportMatch> }
  | { readonly kind: 'store'; readonly check: Check<StoreMatch> }
  | {
      readonly kind: 'model'
      readonly check: Check<NodeMatch<Call>>
    }
  | {
      readonly kind: 'assigned'
      readonly names: RegExp
      readonly check: Check<NodeMatch<Assign>>
    }
  | { readonly kind: 'keyed'; readonly keys: RegExp; readonly check: Check<NodeMatch<Dict>> }
  | { readonly kind: 'named'; readonly names: RegExp; readonly check: Check<NamedValue> }
  | { readonly kind: 'file'; readonly check: (context: Context) => Reports }

/** One thing that Cordon looks for; its page `<id>.md` beside it says why and how to fix it, and is its test. */
export interface Rule {
  readonly id: RuleId
  /** What is wrong, as a headline without a full stop. */
  readonly title: string
  readonly layer: Layer
  readonly severity: Severity
  /** 0 to 1: how often a finding is the fault that it names. */
  readonly confidence: number
  readonly persona: Persona
  /** CWE numbers, the most specific first; none where no weakness is meant. */
  readonly cwe: readonly number[]
  /** Entries of the OWASP lists, such as `LLM06:2025`, `A03:2021` or `ASVS-5.2.4`. */
  readonly owasp: readonly string[]
  /**
   * Rules that say the same less exactly: what they report at the very place that this one reports is left out, unless
   * it is worse or a weakness of another kind (CWE).
   */
  readonly replaces?: readonly RuleId[]
  readonly on: readonly Listener[]
}

/** Rules that belong together, in a folder of that name, with the texts of their pages. */
export interface Family {
  readonly id: string
  readonly title: string
  readonly rules: readonly Rule[]
}

/** Calls of these functions, and handing them on as values (then without arguments). */
export function onCall(names: readonly string[], check: Check<CallMatch>): Listener {
  return { kind: 'call', names, check }
}

/** Every mention of these names. */
export function onName(names: readonly string[], check: Check<NameMatch>): Listener {
  return { kind: 'name', names, check }
}

/** These attributes of any object. */
export function onAttribute(names: readonly string[], check: Check<AttributeMatch>): Listener {
  return { kind: 'attribute', names, check }
}

/** Keyword arguments of these names, whatever is called. */
export function onKeyword(names: readonly string[], check: Check<KeywordMatch>): Listener {
  return { kind: 'keyword', names, check }
}

/** Every node of one kind. */
export function onNode<K extends Node['kind']>(
  kind: K,
  check: Check<NodeMatch<Extract<Node, { kind: K }>>>,
): Listener {
  return { kind: 'node', kinds: [kind], check }
}

/** Calls that ask a model. */
export function onModelCall(check: Check<NodeMatch<Call>>): Listener {
  return { kind: 'model', check }
}

/** Assignments with a target, first or not, whose variable, attribute or key has a name that the pattern finds. */
export function onAssign(names: RegExp, check: Check<NodeMatch<Assign>>): Listener {
  return { kind: 'assigned', names, check }
}

/** Literal dictionaries with a text among their keys that the pattern finds. */
export function onDict(keys: RegExp, check: Check<NodeMatch<Dict>>): Listener {
  return { kind: 'keyed', keys, check }
}

/** Every import. */
export function onImport(check: Check<ImportMatch>): Listener {
  return { kind: 'import', check }
}

/** Every assignment to an attribute or an item. */
export function onStore(check: Check<StoreMatch>): Listener {
  return { kind: 'store', check }
}

/** Once a file. */
export function onFile(check: (context: Context) => Reports): Listener {
  return { kind: 'file', check }
}

/** Values that are given a name which the pattern finds: variables, attributes, keys, keyword arguments, defaults. */
export function onNamedValue(names: RegExp, check: Check<NamedValue>): Listener {
  return { kind: 'named', names, check }
}
