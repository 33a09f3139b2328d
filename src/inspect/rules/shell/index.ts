import type { Family } from '../../rule.ts'
import { argumentInjection } from './argument-injection.ts'
import { codeBeforeExec } from './code-before-exec.ts'
import { destructiveCommand } from './destructive-command.ts'
import { fetchedProgram } from './fetched-program.ts'
import { persistenceCommand } from './persistence-command.ts'
import { privilegeRaised } from './privilege-raised.ts'
import { processSignalled } from './process-signalled.ts'
import { processStarted } from './process-started.ts'
import { programByName } from './program-by-name.ts'
import { programFromOutside } from './program-from-outside.ts'
import { remoteCommand } from './remote-command.ts'
import { reverseShell } from './reverse-shell.ts'
import { shellCommand } from './shell-command.ts'
import { shellWithList } from './shell-with-list.ts'
import { wildcardArgument } from './wildcard-argument.ts'

export const shell: Family = {
  id: 'shell',
  title: 'Processes and shells',
  rules: [
    argumentInjection,
    codeBeforeExec,
    destructiveCommand,
    fetchedProgram,
    persistenceCommand,
    privilegeRaised,
    processSignalled,
    processStarted,
    programByName,
    programFromOutside,
    remoteCommand,
    reverseShell,
    shellCommand,
    shellWithList,
    wildcardArgument,
  ],
}
