import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

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
    onCall(['shutil.rmtree', 'os.removedirs', 'os.rmdir', 'send2trash.send2trash'], (call) => {
      const path = call.texts(0, 'path').find((text) => rootLike.test(text))
      return path === undefined
        ? undefined
        : {
            message: `\`${call.shortName}\` deletes \`${path.slice(0, 60)}\` and all that is in it.`,
          }
    }),
  ],
}
