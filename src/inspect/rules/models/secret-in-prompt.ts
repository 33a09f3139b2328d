import type { Call, Expression, Node } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import { children } from '../../../python/visit.ts'
import type { Context } from '../../context.ts'
import type { Rule } from '../../rule.ts'
import { onModelCall } from '../../rule.ts'

const secretName =
  /(^|_)(api_?key|token|secret|passw(or)?d|passwd|pwd|credentials?|private_?key|ssn|iban|card_number)s?$/i
const mostNodes = 400

/** A secret is sent to a model. */
export const secretInPrompt: Rule = {
  id: 'secret-in-prompt',
  title: 'A secret is put into a prompt',
  layer: 'taint',
  severity: 'high',
  confidence: 0.75,
  persona: 'default',
  cwe: [200, 201],
  owasp: ['LLM02:2025'],
  on: [
    onModelCall(({ node, site }, context) => {
      for (const prompt of promptsOf(node)) {
        const name = secretIn(prompt, site, context)
        if (name !== undefined) {
          return {
            message: `\`${name}\` is put into a prompt.`,
            help: 'Leave it out; tools can hold the secret that they need.',
          }
        }
      }
      return undefined
    }),
  ],
}

function promptsOf({ args, keywords }: Call): readonly Expression[] {
  const named = keywords.filter(({ arg }) =>
    /^(messages|prompt|input|contents|system)$/.test(arg ?? ''),
  )
  return [...args, ...named.map(({ value }) => value)]
}

/** A name, attribute or key that sounds like a secret, in the text or in what it was made of. */
function secretIn(prompt: Expression, site: Site, context: Context): string | undefined {
  const pending: Node[] = [prompt]
  for (let i = 0; i < pending.length && i < mostNodes; i++) {
    const node = pending[i]
    if (!node) break
    const name = nameOf(node, site, context)
    if (name !== undefined && secretName.test(name)) return name
    if (node.kind === 'Name') {
      pending.push(...context.meaning.assigned(node, site).map((one) => one.node))
    } else if (node.kind !== 'Compare' && node.kind !== 'Keyword') pending.push(...children(node))
  }
  return undefined
}

function nameOf(node: Node, site: Site, { meaning }: Context): string | undefined {
  if (node.kind === 'Name') return node.id
  if (node.kind === 'Attribute') return node.attr
  return node.kind === 'Subscript' ? meaning.text(node.slice, site) : undefined
}
