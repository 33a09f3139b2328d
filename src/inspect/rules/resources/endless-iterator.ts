import type { For } from '../../../python/nodes.ts'
import type { Context } from '../../context.ts'
import type { NodeMatch, Rule } from '../../rule.ts'
import { onCall, onNode } from '../../rule.ts'
import { hasExit } from './endless-loop.ts'

const endless = /^itertools\.(count|cycle)\(\)$/

/** All items of an iterator are taken that has no end. */
export const endlessIterator: Rule = {
  id: 'endless-iterator',
  title: 'All items of an endless iterator are taken',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.95,
  persona: 'default',
  cwe: [835, 770],
  owasp: ['LLM10:2025'],
  on: [
    onCall(
      [
        ...['list', 'tuple', 'set', 'frozenset', 'sorted', 'sum', 'max', 'min', 'dict'].map(
          (n) => `builtins.${n}`,
        ),
        ...[
          'collections.deque',
          'collections.Counter',
          'numpy.fromiter',
          'builtins.all',
          'statistics.mean',
        ],
      ],
      (call, { meaning }) => {
        const node = call.argument(0)
        const values = node ? meaning.values(node, call.site) : []
        const isEndless =
          values.some((value) => value.kind === 'path' && endless.test(value.path)) ||
          (node?.kind === 'Call' &&
            isRepeat(meaning.paths(node.func, call.site), node.args.length, node.keywords.length))
        if (!isEndless || (call.name === 'collections.deque' && call.argument(1, 'maxlen')))
          return undefined
        return {
          message: `\`${call.shortName}\` takes all items of an iterator that has no end.`,
          help: 'Cut it with `itertools.islice`.',
        }
      },
    ),
    onNode('For', (match, context) =>
      isEndlessLoop(match, context)
        ? {
            message: 'The loop takes all items of an iterator that has no end.',
            help: 'Cut it with `itertools.islice`, or leave by `break`.',
            at: { start: match.node.start, end: match.node.iter.end },
          }
        : undefined,
    ),
  ],
}

/** A loop over a counter that nothing leaves. */
function isEndlessLoop(match: NodeMatch<For>, context: Context): boolean {
  const { iter } = match.node
  const paths = context.meaning.paths(iter, match.site)
  const isEndless =
    paths.some((path) => endless.test(path)) ||
    (iter.kind === 'Call' &&
      isRepeat(
        context.meaning.paths(iter.func, match.site),
        iter.args.length,
        iter.keywords.length,
      ))
  return isEndless && !hasExit(match, context)
}

function isRepeat(paths: readonly string[], count: number, keywords: number): boolean {
  return paths.includes('itertools.repeat') && count === 1 && keywords === 0
}
