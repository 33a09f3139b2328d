import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** skops files whose types are trusted without a look. */
export const skopsTrustedAll: Rule = {
  id: 'skops-trusted-all',
  title: 'A skops file is loaded with whatever types it holds',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.85,
  persona: 'default',
  cwe: [502],
  owasp: ['A08:2021', 'LLM03:2025'],
  on: [
    onCall(['skops.io.load', 'skops.io.loads', 'skops.load'], (call) => {
      const trusted = call.argument(-1, 'trusted')
      if (!trusted) return undefined
      const isAll =
        call.isFlag('trusted', true) ||
        call
          .values(-1, 'trusted')
          .some((value) => value.kind === 'path' && value.path.endsWith('get_untrusted_types()'))
      return isAll
        ? {
            message: `\`${call.shortName}\` trusts every type that the file asks for.`,
            help: 'List the types that you have looked at: `trusted=["sklearn.…"]`.',
          }
        : undefined
    }),
  ],
}
