import { type CommandEntry, defineCommand } from './command.ts'
import { accessDiffCommand } from './commands/access-diff.ts'
import { accessExplainCommand } from './commands/access-explain.ts'
import { accessKeyCommand } from './commands/access-key.ts'
import { checkEntry } from './commands/check.ts'
import { dataCatalogCommand } from './commands/data-catalog.ts'
import { dataProfileCommand } from './commands/data-profile.ts'
import { dataRestoreCommand } from './commands/data-restore.ts'
import { dataRotateKeyCommand } from './commands/data-rotate-key.ts'
import { doctorCommand } from './commands/doctor.ts'
import { explainCommand } from './commands/explain.ts'
import { initCommand } from './commands/init.ts'
import { ledgerVerifyCommand } from './commands/ledger-verify.ts'
import { runCommand } from './commands/run.ts'
import { scanCommand } from './commands/scan.ts'
import { setupCommand } from './commands/setup.ts'
import { verifyCommand } from './commands/verify.ts'

/** Every command of the command line, in the order of --help. */
export const commands: readonly CommandEntry[] = [
  defineCommand(runCommand),
  checkEntry,
  defineCommand(scanCommand),
  defineCommand(explainCommand),
  defineCommand(verifyCommand),
  defineCommand(ledgerVerifyCommand),
  defineCommand(dataCatalogCommand),
  defineCommand(dataProfileCommand),
  defineCommand(dataRestoreCommand),
  defineCommand(dataRotateKeyCommand),
  defineCommand(accessExplainCommand),
  defineCommand(accessDiffCommand),
  defineCommand(accessKeyCommand),
  defineCommand(setupCommand),
  defineCommand(doctorCommand),
  defineCommand(initCommand),
]
