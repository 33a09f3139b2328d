import { commandText } from '../../path-texts.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { processCalls } from '../../tables/processes.ts'

const forging =
  /\btouch\s+(-\w*[tdr]\w*|--(date|reference))|\battrib\s+\+h|\bchattr\s+\+i|\bSetFile\s+-d/i

/** A file is made to look older than it is, or is hidden. */
export const fileTimesForged: Rule = {
  id: 'file-times-forged',
  title: 'The times of a file are set by hand',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.6,
  persona: 'gate',
  cwe: [506],
  owasp: ['A09:2021'],
  on: [
    onCall(
      ['os.utime', 'win32file.SetFileTime', 'os.chflags', 'win32api.SetFileAttributes'],
      (call) =>
        call.name === 'os.utime' &&
        call.call &&
        !call.argument(1, 'times') &&
        !call.argument(-1, 'ns')
          ? undefined
          : { message: `\`${call.shortName}\` changes what a file tells about its history.` },
    ),
    onCall([...processCalls.keys()], (call, context) =>
      forging.test(commandText(call, context, processCalls.get(call.name)?.at))
        ? {
            message: `\`${call.shortName}\` runs a command that hides a file or changes its times.`,
          }
        : undefined,
    ),
  ],
}
