import type { Report, Rule } from '../../rule.ts'
import { onCall, onNode } from '../../rule.ts'

const help = 'Call `torch.use_deterministic_algorithms(True)` and leave `cudnn.benchmark` off.'
/** Switches of cuDNN, and the value that lets it choose. */
const switches: ReadonlyMap<string, boolean> = new Map([
  ['benchmark', true],
  ['deterministic', false],
])

/** The GPU is told to take whatever is fastest today. */
export const determinismOff: Rule = {
  id: 'determinism-off',
  title: 'The GPU is told to choose algorithms that do not repeat themselves',
  layer: 'calls',
  severity: 'low',
  confidence: 0.8,
  persona: 'default',
  cwe: [],
  owasp: [],
  on: [
    onCall(['torch.use_deterministic_algorithms'], (call): Report | undefined =>
      call.isFlag('mode', false, 0)
        ? { message: 'PyTorch may take algorithms that do not repeat themselves.', help }
        : undefined,
    ),
    onNode('Assign', ({ node, site }, { meaning }): Report | undefined => {
      const [target] = node.targets
      if (target?.kind !== 'Attribute' || !switches.has(target.attr)) return undefined
      const [value] = meaning.values(node.value, site)
      const isFree = value?.kind === 'boolean' && value.value === switches.get(target.attr)
      if (!isFree || !meaning.paths(target.value, site).includes('torch.backends.cudnn')) {
        return undefined
      }
      return {
        message: `\`cudnn.${target.attr}\` lets the GPU take what is fastest today.`,
        help,
      }
    }),
  ],
}
