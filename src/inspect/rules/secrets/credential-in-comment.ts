import type { Positioned } from '../../../python/nodes.ts'
import { findSecrets } from '../../find-secrets.ts'
import type { Report, Rule } from '../../rule.ts'
import { onFile, onNode } from '../../rule.ts'

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
    onFile(({ comments, text }) => comments.flatMap((comment) => reports(text, comment))),
    onNode('Expr', ({ node }, { text }) =>
      node.value.kind === 'Constant' && node.value.type === 'str' ? reports(text, node) : [],
    ),
  ],
}

function reports(text: string, { start, end }: Positioned): readonly Report[] {
  return findSecrets(text.slice(start, end)).flatMap((secret) =>
    secret.isValid
      ? [
          {
            message: `The comment holds what looks like a ${secret.kind}.`,
            at: { start: start + secret.start, end: start + secret.end },
            help: 'Revoke it and delete the comment.',
          },
        ]
      : [],
  )
}
