import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Models and datasets that may not be used for everything. */
const terms: readonly (readonly [RegExp, string])[] = [
  [
    /^facebook\/(musicgen|nllb|seamless|mms|audiogen|encodec|galactica|opt-|dinov3)/i,
    'may not be used commercially (CC BY-NC or research only)',
  ],
  [/^(CohereForAI|CohereLabs)\//i, 'may not be used commercially (CC BY-NC)'],
  [
    /^black-forest-labs\/FLUX\.1-(dev|Fill|Depth|Canny|Kontext)/i,
    'may not be used commercially (FLUX non-commercial licence)',
  ],
  [
    /^stabilityai\/(stable-video|sdxl-turbo|sd-turbo|stable-cascade|japanese)/i,
    'may not be used commercially without membership',
  ],
  [/^mistralai\/(Codestral|Mistral-Large|Pixtral-Large)/i, 'may be used for research only'],
  [
    /^(liuhaotian\/llava|lmsys\/vicuna|tatsu-lab\/alpaca|imagenet-1k|ILSVRC\/)/i,
    'may be used for research only',
  ],
  [/^(CompVis|runwayml|stabilityai\/stable-diffusion-[12x])/i, 'forbids certain uses (OpenRAIL)'],
  [/^bigscience\/bloom|^bigcode\/starcoder/i, 'forbids certain uses (RAIL)'],
  [/^google\/(code|rec|pali|med|data)?gemma/i, 'forbids certain uses (Gemma terms)'],
  [/^meta-llama\//i, 'asks for a notice, and for a licence from 700 million users on'],
]

/** A model whose licence sets limits. */
export const modelLicence: Rule = {
  id: 'model-licence',
  title: 'A model or dataset may not be used for everything',
  layer: 'calls',
  severity: 'low',
  confidence: 0.7,
  persona: 'default',
  cwe: [],
  owasp: ['LLM03:2025'],
  on: [
    onCall(
      [
        '.from_pretrained',
        'datasets.load_dataset',
        'transformers.pipeline',
        'huggingface_hub.snapshot_download',
        'huggingface_hub.hf_hub_download',
        'transformers.*.from_pretrained',
        'transformers.AutoModel.from_pretrained',
        'transformers.AutoModelForCausalLM.from_pretrained',
        'transformers.AutoTokenizer.from_pretrained',
        'diffusers.DiffusionPipeline.from_pretrained',
        'diffusers.StableDiffusionPipeline.from_pretrained',
        'sentence_transformers.SentenceTransformer',
        'vllm.LLM',
      ],
      (call): Report | undefined => {
        const names = [...call.texts(0, 'repo_id'), ...call.texts(-1, 'model')]
        for (const name of names) {
          const found = terms.find(([pattern]) => pattern.test(name))
          if (found)
            return {
              message: `\`${name.slice(0, 60)}\` ${found[1]}.`,
              help: 'Read its licence before anyone relies on it.',
            }
        }
        return undefined
      },
    ),
  ],
}
