import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const files =
  /\.(zip|tar(\.\w+)?|tgz|gz|whl|pt|pth|ckpt|bin|safetensors|h5|onnx|pkl|joblib|npz|exe|sh|so|dll|jar)([?#].*)?$/i

/** Models, archives and data files that nothing holds to a version. */
export const downloadUnverified: Rule = {
  id: 'download-unverified',
  title: 'A download is used without a checksum',
  layer: 'calls',
  severity: 'low',
  confidence: 0.6,
  persona: 'pedantic',
  cwe: [494],
  owasp: ['A08:2021', 'LLM03:2025'],
  on: [
    onCall(
      ['urllib.request.urlretrieve', 'wget.download', 'urllib.urlretrieve'],
      (call, { text }) =>
        call.texts(0, 'url').some((address) => files.test(address)) &&
        !/sha(256|512)|checksum/i.test(text)
          ? report(call.shortName)
          : undefined,
    ),
    onCall(['tensorflow.keras.utils.get_file', 'keras.utils.get_file'], (call) =>
      call.argument(-1, 'file_hash') || call.argument(-1, 'md5_hash')
        ? undefined
        : report(call.shortName),
    ),
    onCall(['pooch.retrieve'], (call) =>
      call.values(1, 'known_hash').some(({ kind }) => kind === 'none')
        ? report(call.shortName)
        : undefined,
    ),
    onCall(['torch.hub.load_state_dict_from_url', 'torch.hub.download_url_to_file'], (call) =>
      call.isFlag('check_hash', true) || call.argument(2, 'hash_prefix')
        ? undefined
        : report(call.shortName),
    ),
  ],
}

function report(name: string): Report {
  return {
    message: `\`${name}\` takes whatever the server sends today.`,
    help: 'Compare the SHA-256 of the file with a constant.',
  }
}
