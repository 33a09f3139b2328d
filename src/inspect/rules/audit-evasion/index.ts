import type { Family } from '../../rule.ts'
import { analysisEvaded } from './analysis-evaded.ts'
import { blanketSuppression } from './blanket-suppression.ts'
import { encodedText } from './encoded-text.ts'
import { fileTimesForged } from './file-times-forged.ts'
import { guardStopped } from './guard-stopped.ts'
import { hiddenCharacters } from './hidden-characters.ts'
import { logTampered } from './log-tampered.ts'
import { loggingDisabled } from './logging-disabled.ts'
import { scriptDeletesItself } from './script-deletes-itself.ts'

export const auditEvasion: Family = {
  id: 'audit-evasion',
  title: 'Audit evasion',
  rules: [
    analysisEvaded,
    blanketSuppression,
    encodedText,
    fileTimesForged,
    guardStopped,
    hiddenCharacters,
    logTampered,
    loggingDisabled,
    scriptDeletesItself,
  ],
}
