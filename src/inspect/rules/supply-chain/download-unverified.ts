import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Fetch functions that can check a digest, and are not asked to. */
const fetchers: ReadonlyMap<string, readonly string[]> = new Map([
  ['torch.hub.load_state_dict_from_url', ['check_hash']],
  ['torch.hub.download_url_to_file', ['hash_prefix']],
  ['torchvision.datasets.utils.download_url', ['md5']],
  ['tensorflow.keras.utils.get_file', ['file_hash', 'md5_hash']],
  ['keras.utils.get_file', ['file_hash', 'md5_hash']],
  ['pooch.retrieve', ['known_hash']],
])

/** Downloads whose content is not checked. */
export const downloadUnverified: Rule = {
  id: 'download-unverified',
  title: 'A file is downloaded without checking its digest',
  layer: 'calls',
  severity: 'low',
  confidence: 0.8,
  persona: 'default',
  cwe: [494],
  owasp: ['A08:2021', 'LLM03:2025'],
  on: [
    onCall([...fetchers.keys()], (call) => {
      if (!call.call || call.hasSpread) return undefined
      const checks = fetchers.get(call.name) ?? []
      const isChecked = checks.some((keyword) => {
        const position = keyword === 'known_hash' ? 1 : -1
        const values = call.values(position, keyword)
        return (
          values.length > 0 &&
          !values.some((v) => v.kind === 'none' || (v.kind === 'boolean' && !v.value))
        )
      })
      if (isChecked) return undefined
      const address = call.text(
        call.name.endsWith('get_file') ? 1 : 0,
        call.name.endsWith('get_file') ? 'origin' : 'url',
      )
      return {
        message: `\`${call.shortName}\` takes whatever the address gives today.`,
        help: `Pass \`${checks[0]}\`.`,
        ...(address?.startsWith('http://') ? { severity: 'medium' as const } : {}),
      }
    }),
  ],
}
