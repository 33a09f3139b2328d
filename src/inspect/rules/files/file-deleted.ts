import type { CallMatch } from '../../call-match.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { fileCalls, moveCalls } from '../../tables/files.ts'
import { placeOf } from '../../tables/paths.ts'

const help = 'Write a new file and leave the old one; the folder of the run goes away by itself.'
const deleting = [...fileCalls].filter(([, { use }]) => use === 'delete').map(([name]) => name)

/** Files are taken away. */
export const fileDeleted: Rule = {
  id: 'file-deleted',
  title: 'Files are deleted or moved away',
  layer: 'calls',
  severity: 'high',
  confidence: 0.85,
  persona: 'gate',
  cwe: [73],
  owasp: ['LLM06:2025'],
  on: [
    onCall([...deleting, 'send2trash.send2trash'], (call) => reportOn(call, 'deletes')),
    onCall(['pathlib.Path().unlink', 'pathlib.Path().rmdir'], (call) => reportOn(call, 'deletes')),
    onCall([...moveCalls], (call) => ({ ...reportOn(call, 'moves'), severity: 'low' as const })),
    onCall(['pathlib.Path().rename', 'pathlib.Path().replace'], (call) => ({
      ...reportOn(call, 'moves'),
      severity: 'low' as const,
    })),
  ],
}

/** Inside of the folder that is thrown away after the run, a known file does no harm. */
function reportOn(call: CallMatch, verb: string): Report {
  const path = call.text(0)
  const isOwn = path !== undefined && placeOf(path) === 'inside'
  return {
    message: isOwn
      ? `\`${call.shortName}\` ${verb} a file of the run's own folder.`
      : `\`${call.shortName}\` ${verb} files.`,
    help,
    ...(isOwn ? { severity: 'low' as const } : {}),
  }
}
