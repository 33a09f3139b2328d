import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { spelledPath } from '../../spelled-path.ts'

const rootLike =
  /^(\/|\/\*|~|~\/?\*?|\$HOME|\*|\.\.?\/?|\.\.\/.*|[a-z]:[\\/]*|\/(home|root|etc|usr|var|bin|boot|lib|opt|srv|Users)(\/\*?|\/[^/]+\/?)?)$/i

/** Deleting that no one comes back from. */
export const destructiveDelete: Rule = {
  id: 'destructive-delete',
  title: 'A whole disk, home or system folder is deleted',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.9,
  persona: 'default',
  cwe: [73, 506],
  owasp: ['LLM06:2025'],
  on: [
    onCall(
      ['shutil.rmtree', 'os.removedirs', 'os.rmdir', 'send2trash.send2trash'],
      (call, context) => {
        const path = deletedPaths(call, context).find((text) => rootLike.test(text))
        return path === undefined
          ? undefined
          : {
              message: `\`${call.shortName}\` deletes \`${path.slice(0, 60)}\` and all that is in it.`,
            }
      },
    ),
    onCall(
      ['os.remove', 'os.unlink', 'shutil.rmtree', 'pathlib.Path().unlink'],
      (call, context) => {
        const path = deletedPaths(call, context).find((text) => topOfWalk.test(text))
        const top = path === undefined ? undefined : topOfWalk.exec(path)?.[1]
        return top !== undefined && rootLike.test(top)
          ? { message: `\`${call.shortName}\` deletes everything below \`${top.slice(0, 60)}\`.` }
          : undefined
      },
    ),
  ],
}

/** What a loop over a whole tree comes to: the top, then what was walked through. */
const topOfWalk = /^((?:\/|~|[a-z]:)[^*]{0,60}?)\/?\*\*(?:\/[^/]{0,60})?$/i

function deletedPaths(call: CallMatch, context: Context): readonly string[] {
  const node =
    call.name.startsWith('pathlib.') && call.node.kind === 'Attribute'
      ? call.node.value
      : call.argument(0, 'path')
  if (!node) return []
  return [...call.texts(0, 'path'), spelledPath(node, call.site, context)]
}
