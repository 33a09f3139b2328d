import { onCommand } from '../../command-line.ts'
import type { Rule } from '../../rule.ts'
import { fetchedPrograms } from '../../tables/commands.ts'
import { reportOnCommand } from './command-finding.ts'

/** `curl … | sh` and its like. */
export const fetchedProgram: Rule = {
  id: 'fetched-program',
  title: 'A command runs a program straight from the network or from an encoding',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.95,
  persona: 'default',
  cwe: [494, 506],
  owasp: ['A08:2021', 'LLM03:2025'],
  replaces: ['shell-command'],
  on: [
    onCommand((command) =>
      reportOnCommand(command, fetchedPrograms, 'Download, check the digest, read, then install.'),
    ),
  ],
}
