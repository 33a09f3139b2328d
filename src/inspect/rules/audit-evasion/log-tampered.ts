import type { CallMatch } from '../../call-match.ts'
import { fileSinks, pathMethods } from '../../file-sinks.ts'
import { commandText, pathTexts } from '../../path-texts.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { logCleared, logFile } from '../../tables/evasion.ts'
import { fileCalls, moveCalls } from '../../tables/files.ts'
import { processCalls } from '../../tables/processes.ts'

/** Logs and histories are emptied or taken away. */
export const logTampered: Rule = {
  id: 'log-tampered',
  title: 'Logs or a command history are cleared',
  layer: 'calls',
  severity: 'high',
  confidence: 0.9,
  persona: 'default',
  cwe: [117, 778, 506],
  owasp: ['A09:2021'],
  replaces: ['shell-command'],
  on: [
    onCall([...fileSinks, ...pathMethods], (call, context) => {
      if (!isDestroying(call)) return undefined
      const path = pathTexts(call, context).find((one) => one.length < 512 && logFile.test(one))
      return path === undefined
        ? undefined
        : {
            message: `\`${call.shortName}\` clears \`${path.slice(0, 80)}\`, a record of what happened.`,
          }
    }),
    onCall([...processCalls.keys()], (call, context) =>
      logCleared.test(commandText(call, context, processCalls.get(call.name)?.at))
        ? { message: `\`${call.shortName}\` runs a command that clears logs or histories.` }
        : undefined,
    ),
    onCall(['win32evtlog.ClearEventLog', 'readline.clear_history', 'winreg.DeleteKey'], (call) =>
      call.name === 'winreg.DeleteKey'
        ? undefined
        : { message: `\`${call.shortName}\` clears a record of what happened.` },
    ),
  ],
}

function isDestroying(call: CallMatch): boolean {
  if (call.name === 'builtins.open') return call.texts(1, 'mode').some((mode) => mode.includes('w'))
  if (call.name.startsWith('pathlib.'))
    return /\.(unlink|rename|replace|write_\w+)$/.test(call.name)
  return fileCalls.get(call.name)?.use === 'delete' || moveCalls.includes(call.name)
}
