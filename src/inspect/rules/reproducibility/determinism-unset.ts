import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** A seed that the GPU does not keep to. */
export const determinismUnset: Rule = {
  id: 'determinism-unset',
  title: 'A seed is set, but the GPU may still choose other algorithms',
  layer: 'calls',
  severity: 'low',
  confidence: 0.6,
  persona: 'pedantic',
  cwe: [],
  owasp: [],
  on: [
    onCall(['torch.manual_seed'], (_, { text }): Report | undefined =>
      /cudnn\.deterministic|use_deterministic_algorithms|seed_everything/.test(text)
        ? undefined
        : {
            message: '`torch.manual_seed` alone does not make the GPU repeat itself.',
            help: 'Call `torch.use_deterministic_algorithms(True)`.',
          },
    ),
  ],
}
