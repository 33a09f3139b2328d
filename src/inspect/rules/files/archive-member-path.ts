import { fileSinks, pathArguments, pathMethods } from '../../file-sinks.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { originOf } from '../../value-origins.ts'

/** A file is written under the name that an archive gives it. */
export const archiveMemberPath: Rule = {
  id: 'archive-member-path',
  title: 'The name of an archive member is used as a path',
  layer: 'taint',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [22],
  owasp: ['A01:2021'],
  on: [
    onCall([...fileSinks, ...pathMethods], (call, context) => {
      const at = { site: call.site, context }
      const isMember = pathArguments(call).some((node) => originOf(node, at, ['archive']))
      if (
        !isMember ||
        /\.\.|is_relative_to|commonpath|realpath/.test(before(call.site.scope.node))
      ) {
        return undefined
      }
      return {
        message: `\`${call.shortName}\` uses a path that is the name of an archive's member.`,
        help: 'Let `extract` clean the name, or check that the resolved path lies in the folder.',
      }

      function before(scope: { readonly start: number }): string {
        return context.text.slice(scope.start, call.node.start)
      }
    }),
  ],
}
