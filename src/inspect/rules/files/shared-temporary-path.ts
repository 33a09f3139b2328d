import { pathTexts } from '../../path-texts.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { openCalls } from '../../tables/files.ts'

/** Every part of the path is known beforehand. */
const shared = /^\/(tmp|var\/tmp|dev\/shm)\/[^\uFFFC]+$/

/** A fixed name in a folder that everyone may write to. */
export const sharedTemporaryPath: Rule = {
  id: 'shared-temporary-path',
  title: 'A fixed name in a shared temporary folder is written',
  layer: 'calls',
  severity: 'low',
  confidence: 0.7,
  persona: 'default',
  cwe: [377],
  owasp: ['A01:2021'],
  on: [
    onCall([...openCalls], (call, context) => {
      const path = pathTexts(call, context).find((text) => shared.test(text))
      if (path === undefined || !call.texts(1, 'mode').some((mode) => /[wax+]/.test(mode)))
        return undefined
      return {
        message: `\`${path.slice(0, 60)}\` lies in a folder that every user may write to.`,
        help: 'Use the `tempfile` module.',
      }
    }),
  ],
}
