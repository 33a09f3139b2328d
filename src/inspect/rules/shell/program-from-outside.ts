import type { Expression } from '../../../python/nodes.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { describe, originOf, stepsOf } from '../../flow-match.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { remote } from '../../tables/sources.ts'

const starting = [
  ...['run', 'Popen', 'call', 'check_call', 'check_output'].map((name) => `subprocess.${name}`),
  'asyncio.create_subprocess_exec',
  ...['execv', 'execve', 'execvp', 'execvpe', 'posix_spawn'].map((name) => `os.${name}`),
]

/** Somebody else says which program is started. */
export const programFromOutside: Rule = {
  id: 'program-from-outside',
  title: 'Somebody else chooses the program that is started',
  layer: 'taint',
  severity: 'critical',
  confidence: 0.85,
  persona: 'default',
  cwe: [78, 88],
  owasp: ['A03:2021'],
  on: [
    onCall(starting, (call, context) => {
      if (call.isFlag('shell', true)) return undefined
      const program = programOf(call, context)
      const origin = program && originOf(program, call, context, { into: 'shell', from: remote })
      return origin
        ? {
            message: `\`${call.shortName}\` starts whatever ${describe(origin)} says.`,
            help: 'Choose the program and its options from a fixed list.',
            flow: stepsOf(origin, call),
          }
        : undefined
    }),
  ],
}

/** The first item of a list that is written out, or all of what is split into words. */
function programOf(call: CallMatch, { meaning }: Context): Expression | undefined {
  const command = call.argument(0, 'args')
  if (!command) return undefined
  const list = meaning.values(command, call.site).find(({ kind }) => kind === 'sequence')
  if (list?.kind === 'sequence') return list.items[0]?.node
  if (command.kind === 'BinOp' && command.op === 'Add') return undefined
  return command
}
