import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { processCalls } from '../../tables/processes.ts'

/** Another program is started. */
export const processStarted: Rule = {
  id: 'process-started',
  title: 'Another program is started',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.95,
  persona: 'gate',
  cwe: [78],
  owasp: ['LLM06:2025'],
  on: [
    onCall(
      [...processCalls.keys(), 'pty.*', 'sh.*', 'plumbum.*', 'os.forkpty', 'os.login_tty'],
      (call) => {
        const use = processCalls.get(call.name)
        const program = use && call.text(use.at, use.keyword)?.trim().split(/\s+/, 1)[0]
        return {
          message: program
            ? `\`${call.shortName}\` starts the program \`${program.slice(0, 60)}\`.`
            : `\`${call.shortName}\` starts another program.`,
          help: 'Compute in Python; ask for what the program would have given as a dataset.',
        }
      },
    ),
  ],
}
