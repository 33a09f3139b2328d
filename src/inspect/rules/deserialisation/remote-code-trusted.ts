import type { Rule } from '../../rule.ts'
import { onCall, onKeyword } from '../../rule.ts'

const help =
  'Use a model whose class is in the library, or pin `revision` to a commit that was read.'

/** Python files of a model repository are run. */
export const remoteCodeTrusted: Rule = {
  id: 'remote-code-trusted',
  title: 'Code of a model repository is run',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.9,
  persona: 'default',
  cwe: [829, 494],
  owasp: ['LLM03:2025', 'A08:2021'],
  on: [
    // `**options` holds the switch, and no keyword shows it.
    onCall(['transformers.**', 'datasets.load_dataset', 'sentence_transformers.**'], (call) => {
      const isShown = call.call?.keywords.some(({ arg }) => arg === 'trust_remote_code')
      if (isShown || !call.isFlag('trust_remote_code', true)) return undefined
      return {
        message: `\`${call.shortName}\` runs code of the repository: its options hold \`trust_remote_code\`.`,
        help,
      }
    }),
    onKeyword(['trust_remote_code'], ({ node, call, site }, { meaning }) => {
      const values = meaning.values(node.value, site)
      if (!values.some((value) => value.kind === 'boolean' && value.value)) return undefined
      const revision = call.keywords.find(
        ({ arg }) => arg === 'code_revision' || arg === 'revision',
      )
      const isPinned = /^[0-9a-f]{7,40}$/.test(meaning.text(revision?.value, site) ?? '')
      return {
        message: isPinned
          ? '`trust_remote_code=True` runs code of the repository, at a fixed revision.'
          : '`trust_remote_code=True` runs whatever code the repository holds today.',
        severity: isPinned ? 'medium' : 'critical',
        help,
      }
    }),
  ],
}
