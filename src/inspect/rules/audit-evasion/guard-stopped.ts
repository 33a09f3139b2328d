import type { Meaning } from '../../../python/meaning.ts'
import { commandText } from '../../path-texts.ts'
import type { Rule } from '../../rule.ts'
import { onCall, onNode } from '../../rule.ts'
import { guardName, guardStopped as stopped } from '../../tables/evasion.ts'
import { processCalls } from '../../tables/processes.ts'

/** What watches or guards the machine is turned off. */
export const guardStopped: Rule = {
  id: 'guard-stopped',
  title: 'A firewall, audit or security service is stopped',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.85,
  persona: 'default',
  cwe: [693, 506],
  owasp: ['A09:2021'],
  replaces: ['shell-command'],
  on: [
    onCall([...processCalls.keys()], (call, context) =>
      stopped.test(commandText(call, context, processCalls.get(call.name)?.at))
        ? { message: `\`${call.shortName}\` runs a command that stops what guards the machine.` }
        : undefined,
    ),
    onNode('Compare', ({ node, site }, { meaning, text }) => {
      if (!mayKill(meaning)) return undefined
      const name = [node.left, ...node.comparators]
        .flatMap((side) => meaning.texts(side, site))
        .find((one) => one.length < 64 && guardName.test(one))
      if (name === undefined) return undefined
      const { start, end } = site.scope.node
      const kills = /\.(kill|terminate|suspend)\(/.test(text.slice(start, end))
      return kills
        ? {
            message: `The code looks for \`${name}\`, which guards the machine, and stops processes.`,
            severity: 'high',
          }
        : undefined
    }),
  ],
}

/** Whether some call could stop a process, which is cheap to tell and true of few files. */
function mayKill({ bindings }: Meaning): boolean {
  return enders.some((method) => bindings.calls.has(method))
}

const enders = ['kill', 'terminate', 'suspend']
