import type { Report, Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'

const blanket: readonly (readonly [RegExp, string])[] = [
  [/#\s*nosec(?![\w-])(?!\s*:?\s*B\d)/i, 'nosec'],
  [/#\s*(ruff|flake8)\s*:\s*noqa\s*$/i, 'noqa'],
  [/#\s*noqa(?!\s*:)/i, 'noqa'],
  [/#\s*nosemgrep(?!\s*:)/i, 'nosemgrep'],
  [/#\s*type:\s*ignore(?!\[)/i, 'type: ignore'],
  [/#\s*pylint:\s*(disable=all|skip-file)/i, 'pylint'],
  [/#\s*(NOSONAR|lgtm)(?![\w[])/, 'NOSONAR'],
]

/** A comment that silences every check of a line or file. */
export const blanketSuppression: Rule = {
  id: 'blanket-suppression',
  title: 'A comment silences every check at once',
  layer: 'pattern',
  severity: 'low',
  confidence: 0.9,
  persona: 'default',
  cwe: [1078],
  owasp: ['A09:2021'],
  on: [
    onFile(({ comments, text }) =>
      comments.flatMap((comment): readonly Report[] => {
        const words = text.slice(comment.start, Math.min(comment.end, comment.start + 200))
        const found = blanket.find(([pattern]) => pattern.test(words))
        if (!found) return []
        return [
          {
            message: `\`${found[1]}\` silences every check here, known and to come.`,
            help: 'Name the rule, and say why it does not apply.',
            at: comment,
          },
        ]
      }),
    ),
  ],
}
