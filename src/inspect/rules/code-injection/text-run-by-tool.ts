import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import type { Reports, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Timers, profilers and debuggers that take a statement as text. */
export const textRunByTool: Rule = {
  id: 'text-run-by-tool',
  title: 'A timer or profiler runs text as code',
  layer: 'calls',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [95],
  owasp: ['A03:2021'],
  on: [
    onCall(
      [
        ...['timeit.timeit', 'timeit.repeat', 'timeit.Timer', 'cProfile.run', 'cProfile.runctx'],
        ...['cProfile.Profile().run', 'cProfile.Profile().runctx', 'profile.run', 'profile.runctx'],
        ...['trace.Trace().run', 'trace.Trace().runctx', 'pdb.run', 'pdb.runeval', 'bdb.Bdb().run'],
        ...['doctest.script_from_examples', 'doctest.debug_src', 'numpy.testing.measure'],
        ...['numpy.testing.runstring', 'numpy.testing.rundocs', 'memory_profiler.run'],
      ],
      check,
    ),
  ],
}

/** A constant can be read by who reviews the script; a function is no text. */
function check(call: CallMatch, { meaning }: Context): Reports {
  const node = call.argument(0, 'stmt')
  if (!node || node.kind === 'Lambda') return undefined
  const values = meaning.values(node, call.site)
  if (
    values.every(
      (value) => value.kind === 'function' || (value.kind === 'path' && !value.path.includes('(')),
    )
  )
    return undefined
  const text = meaning.text(node, call.site)
  if (text === undefined) {
    return {
      message: `\`${call.shortName}\` runs text as code that is only known at run time.`,
      help: 'Pass a function: `timeit.timeit(lambda: work(data))`.',
    }
  }
  if (!/__|\b(import|exec|eval|open|getattr|compile)\b/.test(text)) return undefined
  return {
    message: `\`${call.shortName}\` runs code that is hidden in a text.`,
    severity: 'medium',
    help: 'Pass a function: `timeit.timeit(lambda: work(data))`.',
  }
}
