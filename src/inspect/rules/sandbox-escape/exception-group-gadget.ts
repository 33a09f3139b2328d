import type { Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

const groups = new Set(['builtins.ExceptionGroup', 'builtins.BaseExceptionGroup'])
const hooks = new Set(['split', 'derive', 'subgroup', '__new__', '__class__', '__instancecheck__'])

/** Exception groups that answer `except*` with things that are no exceptions. */
export const exceptionGroupGadget: Rule = {
  id: 'exception-group-gadget',
  title: 'An exception group changes how it is split',
  layer: 'names',
  severity: 'high',
  confidence: 0.8,
  persona: 'gate',
  cwe: [913, 843],
  owasp: ['LLM05:2025'],
  on: [
    onNode('ClassDef', ({ node, site }, { meaning }) => {
      const isGroup = node.bases.some((base) =>
        meaning.paths(base, site).some((path) => groups.has(path)),
      )
      if (!isGroup) return undefined
      return node.body.flatMap((statement) =>
        statement.kind === 'FunctionDef' && hooks.has(statement.name)
          ? [
              {
                message: `\`${node.name}.${statement.name}\` decides what \`except*\` gets, which Python does not check.`,
                at: { start: statement.start, end: statement.body[0]?.start ?? statement.end },
                help: 'Derive from `Exception`, or leave the method out.',
              },
            ]
          : [],
      )
    }),
  ],
}
