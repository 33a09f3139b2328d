import type { Site } from '../../../python/scopes.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { originOf } from '../../origins.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import type { SourceKind } from '../../tables/sources.ts'

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
    onCall(['urllib.request.urlretrieve', 'wget.download'], (call, context) =>
      isKept(call.texts(1, 'filename'), call.texts(0, 'url')) && !isDigested(call.site, context)
        ? report(call.shortName, "the file's SHA-256 before it is used", call.text(0, 'url'))
        : undefined,
    ),
    onCall(['builtins.open().write', 'pathlib.Path().write_bytes'], (call, context) => {
      const data = call.argument(0)
      const origin = data && originOf(context, { node: data, site: call.site }, network)
      if (!origin || !isKept(openedPaths(call, context), []) || isDigested(call.site, context)) {
        return undefined
      }
      return {
        ...report(call.shortName, "the file's SHA-256 before it is used", undefined),
        flow: origin.flow,
      }
    }),
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
      return report(call.shortName, `the digest with \`${checks[0]}\``, address)
    }),
  ],
}

const network: ReadonlySet<SourceKind> = new Set(['network'])
/** Files that are run, installed, unpacked or loaded as a model. */
const live =
  /\.(bin|exe|msi|sh|bat|ps1|py|pyc|so|dll|dylib|whl|deb|rpm|jar|apk|appimage|pt|pth|pkl|pickle|joblib|onnx|h5|ckpt|tar|tgz|tar\.\w+|zip)$/i

function isKept(files: readonly string[], addresses: readonly string[]): boolean {
  return [...files, ...addresses].some((name) => live.test(name))
}

/** The paths that the file a method is called on was opened with. */
function openedPaths({ node, site }: CallMatch, { meaning }: Context): readonly string[] {
  if (node.kind !== 'Attribute') return []
  const { value } = node
  const made = value.kind === 'Name' ? meaning.assigned(value, site) : [{ node: value, site }]
  return made.flatMap((one) =>
    one.node.kind === 'Call' ? meaning.texts(one.node.args[0], one.site) : [],
  )
}

/** The function works out a digest somewhere. */
function isDigested({ scope }: Site, { text }: Context): boolean {
  return /sha\d|blake|digest|checksum|gpg|signature|md5/i.test(
    text.slice(scope.node.start, scope.node.end),
  )
}

function report(name: string, check: string, address: string | undefined): Report {
  return {
    message: `\`${name}\` takes whatever the address gives today.`,
    help: `Check ${check}.`,
    ...(address?.startsWith('http://') ? { severity: 'medium' as const } : {}),
  }
}
