import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
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
  persona: 'default',
  cwe: [506],
  owasp: ['A09:2021'],
  on: [
    onCall(
      ['os.utime', 'win32file.SetFileTime', 'os.chflags', 'win32api.SetFileAttributes'],
      (call, context) =>
        call.name === 'os.utime' &&
        call.call &&
        !call.argument(1, 'times') &&
        !call.argument(-1, 'ns')
          ? undefined
          : {
              message: `\`${call.shortName}\` changes what a file tells about its history.`,
              ...(isConstant(call, context) ? {} : { persona: 'gate' as const }),
            },
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

/** The times stand in the code, so that they are those of no other file. */
function isConstant(call: CallMatch, { meaning }: Context): boolean {
  return [...call.values(1, 'times'), ...call.values(-1, 'ns')].some(
    (value) =>
      value.kind === 'sequence' &&
      value.items.every((item) => meaning.valuesOf(item).every(({ kind }) => kind === 'number')),
  )
}
