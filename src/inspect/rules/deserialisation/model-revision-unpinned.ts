import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Models and data that are fetched as they are today. */
export const modelRevisionUnpinned: Rule = {
  id: 'model-revision-unpinned',
  title: 'A model is fetched without a fixed revision',
  layer: 'calls',
  severity: 'low',
  confidence: 0.7,
  persona: 'default',
  cwe: [494, 1357],
  owasp: ['LLM03:2025'],
  on: [
    onCall(
      [
        ...[
          '.from_pretrained',
          'transformers.**',
          'diffusers.**',
          'huggingface_hub.snapshot_download',
        ],
        ...[
          'huggingface_hub.hf_hub_download',
          'datasets.load_dataset',
          'sentence_transformers.SentenceTransformer',
        ],
        ...['sentence_transformers.CrossEncoder', 'peft.PeftModel.from_pretrained'],
      ],
      (call) => {
        const isLoader =
          /(from_pretrained|_download|load_dataset|SentenceTransformer|CrossEncoder|\.pipeline)$/.test(
            call.name,
          )
        if (!isLoader || !call.call || call.hasSpread) return undefined
        const id = call.text(0, 'repo_id') ?? call.text(0, 'path') ?? call.text(1, 'model')
        if (id === undefined || !/^[\w-][\w.-]*(\/[\w.-]+)?$/.test(id)) return undefined
        if (!id.includes('/') && !isRepository(id, call.name)) return undefined
        if (call.isFlag('local_files_only', true)) return undefined
        const revision = call.argument(-1, 'revision')
        if (revision && !call.texts(-1, 'revision').some((name) => /^(main|master)$/.test(name)))
          return undefined
        return {
          message: `\`${id}\` is fetched as it is today.`,
          help: 'Pass `revision=` with a commit.',
        }
      },
    ),
  ],
}

/** Names without an owner, as the oldest models and data sets have, and folders may have too. */
function isRepository(id: string, loader: string): boolean {
  return /from_pretrained$|load_dataset$/.test(loader) && /^[a-z]\w*(-[\w.]+)+$/.test(id)
}
