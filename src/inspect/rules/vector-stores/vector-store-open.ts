import type { CallMatch } from '../../call-match.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const addresses = ['url', 'host', 'uri', 'hosts', 'http_host', 'connection_url', 'location']
const credentials = [
  'api_key',
  'token',
  'auth_client_secret',
  'auth_credentials',
  'password',
  'http_auth',
  'headers',
  'settings',
  'user',
  'basic_auth',
  'credentials',
]
const local =
  /^(https?:\/\/)?(localhost|127\.0\.0\.1|\[::1\]|[\w-]+)(:\d+)?(\/|$)|^(\.|\/|:memory:)|\.db$/

/** A vector store across the network without a login or in the clear. */
export const vectorStoreOpen: Rule = {
  id: 'vector-store-open',
  title: 'A vector store is used without a login or in the clear',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.75,
  persona: 'default',
  cwe: [306, 319],
  owasp: ['LLM08:2025', 'A07:2021'],
  on: [
    onCall(
      [
        ...[
          'qdrant_client.QdrantClient',
          'qdrant_client.AsyncQdrantClient',
          'weaviate.Client',
          'chromadb.HttpClient',
        ],
        ...[
          'pymilvus.MilvusClient',
          'pymilvus.connections.connect',
          'weaviate.connect_to_custom',
          'marqo.Client',
        ],
        ...['opensearchpy.OpenSearch', 'elasticsearch.Elasticsearch', 'vespa.application.Vespa'],
      ],
      reportOn,
    ),
    onCall(['chromadb.config.Settings', 'chromadb.Settings'], (call) =>
      call.isFlag('allow_reset', true)
        ? {
            message: '`allow_reset` lets every client delete all that is stored.',
            help: 'Leave it off.',
          }
        : undefined,
    ),
  ],
}

function reportOn(call: CallMatch): Report | undefined {
  const address = addresses
    .flatMap((keyword, i) => call.texts(i === 0 ? 0 : -1, keyword))
    .find((text) => !local.test(text))
  if (call.isFlag('use_ssl', false)) {
    return { message: `\`${call.shortName}\` sends documents in the clear.`, help: 'Use https.' }
  }
  if (address === undefined || call.hasSpread) return undefined
  const hasLogin = credentials.some((keyword) => call.argument(-1, keyword))
  if (address.startsWith('http://')) {
    return { message: `\`${call.shortName}\` sends documents in the clear.`, help: 'Use https.' }
  }
  return hasLogin
    ? undefined
    : {
        message: `\`${call.shortName}\` uses a store that asks for no login.`,
        help: 'Pass a key or token.',
      }
}
