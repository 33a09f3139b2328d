import { nameOf } from '../../named-values.ts'
import { originAt } from '../../origins.ts'
import type { Report, Rule } from '../../rule.ts'
import { onKeyword } from '../../rule.ts'
import type { SourceKind } from '../../tables/sources.ts'

const strangers: ReadonlySet<SourceKind> = new Set(['request', 'user', 'tool', 'model'])

const keywords: readonly string[] = [
  'base_url',
  'api_base',
  'openai_api_base',
  'azure_endpoint',
  'endpoint_url',
  'openai_api_url',
]
const isLocal =
  /^http:\/\/(localhost|127\.|\[::1\]|0\.0\.0\.0|host\.docker\.internal|10\.|192\.168\.|[\w-]+(:\d+)?(\/|$))/

/** The provider of a model is reached in the clear, or chosen by others. */
export const modelAddressUnsafe: Rule = {
  id: 'model-address-unsafe',
  title: 'A model is asked over an open line or at an address that others choose',
  layer: 'taint',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [918, 319],
  owasp: ['A10:2021', 'LLM02:2025'],
  on: [
    onKeyword(
      keywords,
      ({ node: { arg: keyword, value: node }, call, site }, context): Report | undefined => {
        // What went wrong is told with the address, and asks nobody.
        if (/(Error|Exception)$/.test(nameOf(call.func) ?? '')) return undefined
        const origin = originAt(context, node, site, strangers)
        if (origin) {
          return {
            message: `\`${keyword}\` comes from \`${origin.name}\`, so that keys and prompts go wherever it says.`,
            flow: origin.flow,
            help: 'Choose from a list of addresses.',
          }
        }
        const address = context.meaning.text(node, site)
        return address?.startsWith('http://') && !isLocal.test(address)
          ? {
              message: `\`${keyword}\` sends keys and prompts in the clear.`,
              severity: 'medium',
              help: 'Use https.',
            }
          : undefined
      },
    ),
  ],
}
