import type { CallMatch } from '../../call-match.ts'
import type { Reports, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const roots = ['keras', 'tensorflow.keras', 'tf_keras', 'tensorflow.python.keras']
const loaders = [
  'models.load_model',
  'saving.load_model',
  'models.model_from_json',
  'models.model_from_config',
]
const makers = [
  'layers.deserialize',
  'saving.deserialize_keras_object',
  'layers.Lambda.from_config',
]
const help = 'Use the `.keras` format with `safe_mode=True`, or load weights only.'

/** Keras models that carry Python code. */
export const kerasUnsafeLoad: Rule = {
  id: 'keras-unsafe-load',
  title: 'A Keras model is loaded with code',
  layer: 'calls',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [502],
  owasp: ['A08:2021', 'LLM03:2025'],
  on: [
    onCall(
      roots.flatMap((root) => [...loaders, ...makers].map((name) => `${root}.${name}`)),
      checkLoad,
    ),
    onCall(
      roots.flatMap((root) => [
        `${root}.config.enable_unsafe_deserialization`,
        `${root}.utils.enable_unsafe_deserialization`,
      ]),
      (call) => ({ message: `\`${call.shortName}\` lets every model file run code.`, help }),
    ),
  ],
}

function checkLoad(call: CallMatch): Reports {
  if (call.isFlag('safe_mode', false)) {
    return {
      message: `\`${call.shortName}\` with \`safe_mode=False\` runs code that the model holds.`,
      help,
    }
  }
  if (!call.name.endsWith('load_model')) return undefined
  const legacy = call.texts(0, 'filepath').find((path) => /\.(h5|hdf5|pkl|pb)$/i.test(path))
  return legacy === undefined
    ? undefined
    : {
        message: `\`${call.shortName}\` reads \`${legacy.split('/').at(-1)}\`, a format in which \`safe_mode\` does not hold.`,
        severity: 'medium',
        confidence: 0.7,
        help,
      }
}
