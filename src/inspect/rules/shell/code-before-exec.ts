import type { Rule } from '../../rule.ts'
import { onKeyword } from '../../rule.ts'

/** Python code that runs between `fork` and `exec`. */
export const codeBeforeExec: Rule = {
  id: 'code-before-exec',
  title: 'Python code runs in a child between fork and exec',
  layer: 'calls',
  severity: 'low',
  confidence: 0.85,
  persona: 'pedantic',
  cwe: [662],
  owasp: [],
  on: [
    onKeyword(['preexec_fn'], ({ node, call, site }, { meaning }) => {
      if (meaning.values(node.value, site).every(({ kind }) => kind === 'none')) return undefined
      const isProcess = meaning
        .paths(call.func, site)
        .some((path) => path.startsWith('subprocess.'))
      return isProcess
        ? {
            message: '`preexec_fn` can lock up a program with threads.',
            help: 'Use `start_new_session`, `process_group`, `user` or `cwd`.',
          }
        : undefined
    }),
  ],
}
