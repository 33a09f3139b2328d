import { scriptRequirements } from '../../requirements.ts'
import type { Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'

/** Requirements of a script that leave the version open. */
export const dependencyUnpinned: Rule = {
  id: 'dependency-unpinned',
  title: 'A script asks for a package without a version',
  layer: 'calls',
  severity: 'low',
  confidence: 0.8,
  persona: 'default',
  cwe: [1357],
  owasp: ['A06:2021', 'LLM03:2025'],
  on: [
    onFile((context) =>
      scriptRequirements(context).flatMap(({ name, versions, start, end }) =>
        versions === ''
          ? [
              {
                message: `\`${name}\` is taken in whatever version there is.`,
                at: { start, end },
                help: 'Give a version, or lock the script with `uv lock --script`.',
              },
            ]
          : [],
      ),
    ),
  ],
}
