import type { For, Node, While } from '../../../python/nodes.ts'
import { integerOf } from '../../../python/values.ts'
import type { Context } from '../../context.ts'
import { isDefinition, nodesIn } from '../../nodes-in.ts'
import { commandText } from '../../path-texts.ts'
import type { NodeMatch, Report, Rule } from '../../rule.ts'
import { onCall, onNode } from '../../rule.ts'
import { processCalls } from '../../tables/processes.ts'
import { waits } from './endless-loop.ts'

const starters =
  /^(os\.(fork|forkpty)|(multiprocessing|billiard)\.(Process|context\.Process)(\(\)\.start)?|threading\.Thread(\(\)\.start)?|_thread\.start_new_thread|subprocess\.Popen|os\.(spawn\w+|startfile))$/
/** Threads or processes that no machine has a use for. */
const tooMany = 1_000
const shellBomb = /:\s*\(\s*\)\s*\{\s*:\s*\|\s*:\s*&?\s*\}\s*;\s*:|%0\s*\|\s*%0/

/** Processes that start processes without end. */
export const processBomb: Rule = {
  id: 'process-bomb',
  title: 'Processes or threads are started without end',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.9,
  persona: 'default',
  cwe: [400, 770],
  owasp: ['LLM10:2025'],
  replaces: ['shell-command'],
  on: [
    onNode('While', (match, context) => {
      const [value, more] = context.meaning.values(match.node.test, match.site)
      const isEndless =
        !more && (value?.kind === 'boolean' ? value.value : (integerOf(value) ?? 0) !== 0)
      return isEndless ? started(match, context) : undefined
    }),
    onNode('For', (match, context) =>
      rounds(match, context) >= tooMany ? started(match, context) : undefined,
    ),
    onCall([...processCalls.keys()], (call, context) => {
      const command = commandText(call, context, processCalls.get(call.name)?.at)
      return shellBomb.test(command)
        ? { message: `\`${call.shortName}\` runs a fork bomb.` }
        : undefined
    }),
  ],
}

/** A process is started in the loop itself, and nothing waits for it or leaves the loop. */
function started(
  { node, site }: NodeMatch<While | For>,
  { meaning, policy }: Context,
): Report | undefined {
  const nodes = nodesIn(node.body, isDefinition)
  if (nodes.some(isWaiting)) return undefined
  // A server starts one for each client that comes.
  if (policy.persona !== 'gate' && waits(node)) return undefined
  for (const at of nodes) {
    const paths = at.kind === 'Call' ? meaning.paths(at.func, site) : []
    const name = paths.find((path) => starters.test(path))?.replaceAll('()', '')
    if (name === undefined) continue
    return { message: `\`${name}\` is called without end.`, help: 'Use a pool of fixed size.', at }
  }
  return undefined
}

function isWaiting(node: Node): boolean {
  if (node.kind === 'Break' || node.kind === 'Return') return true
  return node.kind === 'Attribute' && /^(join|wait|communicate|sleep)$/.test(node.attr)
}

/** How often a loop over a constant range runs, 0 where it can't be told. */
function rounds({ node, site }: NodeMatch<For>, { meaning }: Context): number {
  const { iter } = node
  if (iter.kind !== 'Call' || !meaning.paths(iter.func, site).includes('builtins.range')) return 0
  const bounds = iter.args.map((bound) => integerOf(meaning.values(bound, site)[0]) ?? 0)
  return Math.max(0, ...bounds)
}
