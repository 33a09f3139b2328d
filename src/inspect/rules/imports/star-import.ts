import type { Rule } from '../../rule.ts'
import { onImport } from '../../rule.ts'

/** Names that nobody can see being bound. */
export const starImport: Rule = {
  id: 'star-import',
  title: 'All names of a module are imported',
  layer: 'imports',
  severity: 'low',
  confidence: 0.95,
  persona: 'gate',
  cwe: [1061],
  owasp: [],
  on: [
    onImport(({ module, member }) =>
      member === '*'
        ? {
            message: `\`from ${module} import *\` binds names that the code does not show.`,
            help: `Import the names that are used, or \`import ${module}\`.`,
          }
        : undefined,
    ),
  ],
}
