import type { Rule } from '../../rule.ts'
import { onCall, onKeyword } from '../../rule.ts'

/** Weights in a format that is unpickled, though there is a safe one. */
export const pickledWeights: Rule = {
  id: 'pickled-weights',
  title: 'Weights are loaded from pickles instead of safetensors',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.8,
  persona: 'default',
  cwe: [502],
  owasp: ['LLM03:2025', 'A08:2021'],
  on: [
    onKeyword(['use_safetensors'], ({ node, site }, { meaning }) =>
      meaning.values(node.value, site).some((value) => value.kind === 'boolean' && !value.value)
        ? { message: '`use_safetensors=False` asks for weights that are unpickled.', help }
        : undefined,
    ),
    onCall(['huggingface_hub.hf_hub_download', 'huggingface_hub.cached_download'], (call) => {
      const file = call.text(1, 'filename')
      return file !== undefined && /\.(bin|pt|pth|ckpt|pkl|pickle|joblib)$/i.test(file)
        ? { message: `\`${file}\` is a pickle, which runs code when it is loaded.`, help }
        : undefined
    }),
  ],
}

const help = 'Use `.safetensors` files.'
