import type { Comment } from '../python/fault.ts'
import { Flow } from '../python/flow.ts'
import type { LineIndex } from '../python/lines.ts'
import type { Meaning } from '../python/meaning.ts'
import type { Expression, Module } from '../python/nodes.ts'
import type { InspectPolicy } from './config.ts'
import { nodesOf } from './nodes-of.ts'
import { possibleSources } from './possible-sources.ts'
import type { SourceText } from './source-texts.ts'
import { sourceTexts } from './source-texts.ts'
import { flowKnowledge } from './tables/sources.ts'
import { pathFactsOf } from './test-facts.ts'
import { TestedNames } from './tested-names.ts'

interface Read {
  readonly text: string
  readonly module: Module
  readonly lines: LineIndex
  readonly comments: readonly Comment[]
  readonly meaning: Meaning
  readonly policy: InspectPolicy
}

/** What a rule may look at; what takes a pass over the file is worked out when it is first asked for. */
export interface Context extends Read {
  /** Where data comes from. */
  readonly flow: Flow
  /** What the code tests before it uses it. */
  readonly tested: TestedNames
  /** What the code tests for a way out of a folder before it uses it as a path. */
  readonly testedPaths: TestedNames
  /** Every constant text that is used as a value. */
  readonly texts: readonly SourceText[]
  /** The names of all attributes. */
  readonly attributes: ReadonlySet<string>
  /** Some of these kinds of outside data may be in the file, so that a flow of them is worth following. */
  readonly mayHold: (kinds: Iterable<string>) => boolean
}

/** The context of one file. */
export function contextOf(read: Read): Context {
  return new FileContext(read)
}

/** A class, since an object with getters of its own has a shape of its own, which the engine keeps and cannot foresee. */
class FileContext implements Context {
  readonly text: string
  readonly module: Module
  readonly lines: LineIndex
  readonly comments: readonly Comment[]
  readonly meaning: Meaning
  readonly flow: Flow
  readonly tested: TestedNames
  readonly testedPaths: TestedNames
  readonly policy: InspectPolicy
  #texts: readonly SourceText[] | undefined
  #attributes: ReadonlySet<string> | undefined
  #sources: ReadonlySet<string> | undefined

  constructor({ text, module, lines, comments, meaning, policy }: Read) {
    this.text = text
    this.module = module
    this.lines = lines
    this.comments = comments
    this.meaning = meaning
    const tested = new TestedNames(meaning)
    this.tested = tested
    this.testedPaths = new TestedNames(meaning, pathFactsOf)
    const { parameterSourceOf } = flowKnowledge
    this.flow = new Flow(meaning, {
      ...flowKnowledge,
      // Tests of pytest have a parameter of that name, too, which nobody sends.
      parameterSourceOf: (parameter) =>
        parameter.name === 'request' && text.includes('pytest')
          ? undefined
          : parameterSourceOf(parameter),
      isTested: (node, site) => isOwnPart(node) || tested.has(node, site, node.start),
    })
    this.policy = policy
  }

  get texts(): readonly SourceText[] {
    this.#texts ??= sourceTexts(this.meaning)
    return this.#texts
  }

  get attributes(): ReadonlySet<string> {
    this.#attributes ??= new Set(
      nodesOf(this.meaning.bindings, ['Attribute']).map(({ node }) => node.attr),
    )
    return this.#attributes
  }

  mayHold(kinds: Iterable<string>): boolean {
    this.#sources ??= possibleSources(this.meaning, this.attributes)
    if (this.#sources.size === 0) return false
    for (const kind of kinds) if (this.#sources.has(kind)) return true
    return false
  }
}

/** What a framework itself keeps with a request: who is logged in, the application, the session on the server. */
function isOwnPart(node: Expression): boolean {
  if (node.kind !== 'Attribute' || !/^(user|app|session|auth|state|method)$/.test(node.attr)) {
    return false
  }
  const { value } = node
  return (
    (value.kind === 'Name' && value.id === 'request') ||
    (value.kind === 'Attribute' && value.attr === 'request')
  )
}
