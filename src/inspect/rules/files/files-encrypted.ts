import type { Call, For, Node, Statement } from '../../../python/nodes.ts'
import { argumentFor } from '../../../python/parameters.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Callable } from '../../../python/values.ts'
import { walk } from '../../../python/visit.ts'
import type { Context } from '../../context.ts'
import type { NodeMatch, Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

const listing =
  /^(os\.(walk|listdir|scandir|fwalk)|glob\.i?glob|pathlib\.Path\(\)\.(r?glob|iterdir|walk))\(\)$/
const writing = /^pathlib\.Path\(\)\.write_(bytes|text)$/
const mostFollowed = 20

/** What ransomware does. */
export const filesEncrypted: Rule = {
  id: 'files-encrypted',
  title: 'Every file of a folder is encrypted in place',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.75,
  persona: 'default',
  cwe: [506],
  owasp: ['LLM06:2025'],
  on: [onNode('For', reportOn)],
}

function reportOn({ node, site }: NodeMatch<For>, context: Context): Report | undefined {
  const { meaning, text } = context
  const isListing =
    meaning.paths(node.iter, site).some((path) => listing.test(path)) ||
    /\b(os\.walk|rglob|iglob)\(/.test(text.slice(node.iter.start, node.iter.end))
  if (!isListing) return undefined
  const body = new Body(context)
  body.look(node.body, site)
  if (!body.encrypts || !body.writes) return undefined
  return {
    message: 'The loop encrypts each file of a folder and writes it back.',
    help: 'Encrypt a copy, in one archive, with a key that is kept.',
    at: { start: node.start, end: node.iter.end },
  }
}

/** What statements do, and the functions of this file that they call. */
class Body {
  encrypts = false
  writes = false
  readonly #meaning: Context['meaning']
  readonly #seen = new Set<Node>()

  constructor({ meaning }: Context) {
    this.#meaning = meaning
  }

  look(statements: readonly Statement[], site: Site): void {
    for (const statement of statements) {
      walk(statement, (inner) => {
        if (inner.kind === 'Call') this.#call(inner, site)
        return true
      })
    }
  }

  #call(call: Call, site: Site): void {
    const { func } = call
    if (func.kind === 'Attribute' && /^(encrypt|encrypt_file)$/.test(func.attr))
      this.encrypts = true
    for (const value of this.#meaning.values(func, site)) {
      if (value.kind === 'path') this.writes ||= this.#isWriting(value.path, call, site)
      else if (value.kind === 'function') this.#follow(value.node)
    }
  }

  #isWriting(path: string, call: Call, site: Site): boolean {
    if (path !== 'builtins.open') return writing.test(path)
    return /[wa+]/.test(this.#meaning.text(argumentFor(call, 'mode', 1), site) ?? '')
  }

  #follow(node: Callable): void {
    const inside = this.#meaning.bindings.scopes.get(node)
    if (
      node.kind === 'Lambda' ||
      !inside ||
      this.#seen.has(node) ||
      this.#seen.size >= mostFollowed
    )
      return
    this.#seen.add(node)
    this.look(node.body, inside)
  }
}
