import { findSecrets } from '../../find-secrets.ts'
import type { Report, Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'

/** Credentials that are known by their form, in comments and docstrings. */
export const credentialInComment: Rule = {
  id: 'credential-in-comment',
  title: 'A credential is written in a comment',
  layer: 'pattern',
  severity: 'high',
  confidence: 0.9,
  persona: 'default',
  cwe: [615, 798],
  owasp: ['A07:2021'],
  on: [
    onFile(({ comments, text, meaning }) => {
      const found: Report[] = []
      const add = (start: number, end: number) => {
        for (const secret of findSecrets(text.slice(start, end))) {
          if (secret.isValid)
            found.push({
              message: `The comment holds what looks like a ${secret.kind}.`,
              at: { start: start + secret.start, end: start + secret.end },
              help: 'Revoke it and delete the comment.',
            })
        }
      }
      for (const { start, end } of comments) add(start, end)
      for (const node of meaning.bindings.nodes) {
        if (node.kind === 'Expr' && node.value.kind === 'Constant' && node.value.type === 'str')
          add(node.start, node.end)
      }
      return found
    }),
  ],
}
