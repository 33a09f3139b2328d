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
    onCall(['torch.load'], (call) => {
      if (call.isFlag('weights_only', true)) return undefined
      const isAsked = call.isFlag('weights_only', false)
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
