import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Code of a GitHub repository is run by `torch.hub`. */
export const torchHubUnpinned: Rule = {
  id: 'torch-hub-unpinned',
  title: 'Code of a repository is run without a fixed revision',
  layer: 'calls',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [829, 494],
  owasp: ['LLM03:2025', 'A08:2021'],
  on: [
    onCall(['torch.hub.load', 'torch.hub.list', 'torch.hub.help'], (call) => {
      if (call.text(-1, 'source') === 'local') return undefined
      const repository = call.text(0, 'repo_or_dir') ?? call.text(0, 'github')
      const isPinned = repository !== undefined && /:[0-9a-f]{40}$/.test(repository)
      if (isPinned) return undefined
      return {
        message: `\`${call.shortName}\` runs \`hubconf.py\` of ${repository === undefined ? 'a repository' : `\`${repository}\``} as it is today.`,
        help: 'Name a commit, `owner/name:<40 hex digits>`, or clone it and use `source="local"`.',
        ...(repository?.includes(':') ? { severity: 'medium' as const } : {}),
      }
    }),
  ],
}
