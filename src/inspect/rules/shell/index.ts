import type { Family } from '../../rule.ts'
import { processSignalled } from './process-signalled.ts'
import { processStarted } from './process-started.ts'
import { shellCommand } from './shell-command.ts'

export const shell: Family = {
  id: 'shell',
  title: 'Processes and shells',
  rules: [processSignalled, processStarted, shellCommand],
}
