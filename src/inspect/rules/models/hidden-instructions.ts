import type { AsyncFunctionDef, FunctionDef } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import { isToolFunction } from '../../handlers.ts'
import type { Report, Rule } from '../../rule.ts'
import { onKeyword, onNode } from '../../rule.ts'

const orders =
  /<(important|system|secret|instructions?)>|\b(ignore|disregard|forget)\s+(all\s+|any\s+|the\s+)?(previous|prior|earlier|above|other)\s+(instructions?|rules|messages|prompts)|\b(do not|don't|never)\s+(tell|inform|mention|reveal|show|notify)\b[^.]{0,40}\b(user|human|anyone)|\bbefore\s+(using|calling)\s+(this|any other)\s+tool\b[^.]{0,80}\b(read|send|include|pass)\b|\bwithout\s+(telling|informing|asking)\s+the\s+user/i
const longest = 20_000

/** The description of a tool gives the model orders. */
export const hiddenInstructions: Rule = {
  id: 'hidden-instructions',
  title: 'The description of a tool gives the model hidden orders',
  layer: 'pattern',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [1427, 506],
  owasp: ['LLM01:2025', 'LLM03:2025'],
  on: [
    onNode('FunctionDef', ({ node, site }, context) => ofFunction(node, site, context)),
    onNode('AsyncFunctionDef', ({ node, site }, context) => ofFunction(node, site, context)),
    onKeyword(
      ['description'],
      ({ node: { value: node }, site }, { meaning }): Report | undefined =>
        isOrder(meaning.text(node, site))
          ? { message: 'The description gives the model orders.', at: node }
          : undefined,
    ),
  ],
}

function ofFunction(
  node: FunctionDef | AsyncFunctionDef,
  site: Site,
  context: Context,
): Report | undefined {
  const [first] = node.body
  if (node.decorators.length === 0 || first?.kind !== 'Expr' || first.value.kind !== 'Constant')
    return undefined
  const { value } = first.value
  if (typeof value !== 'string' || !isOrder(value) || !isToolFunction(node, site, context))
    return undefined
  return { message: `The description of \`${node.name}\` gives the model orders.`, at: first }
}

function isOrder(text: string | undefined): boolean {
  return text !== undefined && text.length < longest && orders.test(text)
}
