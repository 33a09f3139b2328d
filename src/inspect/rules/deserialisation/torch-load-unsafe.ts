import { admitsBelow, scriptRequirements } from '../../requirements.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** A checkpoint that is unpickled. */
export const torchLoadUnsafe: Rule = {
  id: 'torch-load-unsafe',
  title: 'A checkpoint is unpickled',
  layer: 'calls',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [502],
  owasp: ['A08:2021', 'LLM03:2025'],
  on: [
    onCall(['torch.load'], (call, context) => {
      const torch = scriptRequirements(context).find(({ name }) => name === 'torch')
      const isOld = torch !== undefined && admitsBelow(torch.versions, '2.6')
      const isNew = torch !== undefined && /[>=~]=/.test(torch.versions) && !isOld
      if (call.isFlag('weights_only', true)) {
        return isOld
          ? {
              message:
                '`weights_only=True` runs code all the same before version 2.6 (CVE-2025-32434).',
              severity: 'medium',
              help: 'Ask for `torch>=2.6`.',
            }
          : undefined
      }
      const isAsked = call.isFlag('weights_only', false) || call.argument(-1, 'pickle_module')
      if (isNew && !isAsked) return undefined
      return {
        message: isAsked
          ? '`torch.load` with `weights_only=False` runs whatever code the file holds.'
          : '`torch.load` runs whatever code the file holds before version 2.6.',
        help: 'Pass `weights_only=True`, or read safetensors.',
        ...(isAsked ? { severity: 'critical' as const } : {}),
      }
    }),
  ],
}
