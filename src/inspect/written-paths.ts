import type { CallMatch } from './call-match.ts'
import type { Context } from './context.ts'
import { pathTexts } from './path-texts.ts'
import { fileCalls, openCalls } from './tables/files.ts'

const writingMethod = /\.(write_\w+|touch|unlink|rename|replace|symlink_to|hardlink_to|chmod)$/

/** The constant paths that a call of a file function writes, moves or deletes; none where it only reads. */
export function writtenPaths(call: CallMatch, context: Context): readonly string[] {
  return isWriting(call) ? targets(call, context) : []
}

function isWriting(call: CallMatch): boolean {
  const isOpen = openCalls.includes(call.name)
  if (isOpen || call.name === 'pathlib.Path().open') {
    return call.texts(isOpen ? 1 : 0, 'mode').some((mode) => /[wax+]/.test(mode))
  }
  if (call.name.startsWith('pathlib.')) return writingMethod.test(call.name)
  const use = fileCalls.get(call.name)?.use
  return use === 'write' || use === 'delete' || use === undefined
}

/** Of a copy only where it goes to. */
function targets(call: CallMatch, context: Context): readonly string[] {
  const isPair = (fileCalls.get(call.name)?.paths.length ?? 0) > 1
  return isPair ? call.texts(1, 'dst') : pathTexts(call, context)
}
