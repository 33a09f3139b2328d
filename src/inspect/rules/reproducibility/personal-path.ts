import { fileSinks } from '../../file-sinks.ts'
import { pathTexts } from '../../path-texts.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const personal =
  /^(\/home\/[^/]+\/|\/Users\/[^/]+\/|[A-Za-z]:[\\/]+Users[\\/]+[^\\/]+[\\/]|\/content\/drive\/|\/kaggle\/working\/)/

/** A path that exists on one machine. */
export const personalPath: Rule = {
  id: 'personal-path',
  title: "A path leads into one person's home folder",
  layer: 'calls',
  severity: 'low',
  confidence: 0.9,
  persona: 'default',
  cwe: [1051],
  owasp: [],
  on: [
    onCall(fileSinks, (call, context): Report | undefined => {
      const path = pathTexts(call, context).find((text) => personal.test(text))
      return path === undefined
        ? undefined
        : {
            message: `\`${path.slice(0, 60)}\` exists on one machine only.`,
            help: 'Use a relative path, or a parameter.',
          }
    }),
  ],
}
