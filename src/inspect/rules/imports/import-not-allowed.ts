import { judgeImport } from '../../import-policy.ts'
import type { Rule } from '../../rule.ts'
import { onImport, onName } from '../../rule.ts'
import { memberModules } from '../../tables/modules.ts'
import { fullNameOf } from './full-name.ts'

const help =
  'Use an allowed module, or have the policy allow it under `inspect -> imports -> allow`.'

/** A module or a member that the allow-list does not name. */
export const importNotAllowed: Rule = {
  id: 'import-not-allowed',
  title: 'A module is imported that is not on the allow-list',
  layer: 'imports',
  severity: 'medium',
  confidence: 0.9,
  persona: 'gate',
  cwe: [829],
  owasp: ['LLM03:2025'],
  on: [
    onImport((match, { policy }) => {
      const name = fullNameOf(match)
      if (judgeImport(name, policy) !== 'unlisted') return undefined
      return { message: `\`${name}\` is not on the list of allowed imports.`, help }
    }),
    onName(
      [...memberModules.keys()].map((module) => `${module}.*`),
      ({ name }, { policy }) =>
        judgeImport(name, policy) === 'unlisted'
          ? { message: `\`${name}\` is not among the allowed members of its module.`, help }
          : undefined,
    ),
  ],
}
