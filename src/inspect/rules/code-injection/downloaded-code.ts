import { isFromCall } from '../../origin.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const fetchers = new Set([
  ...['requests.get', 'requests.post', 'requests.request', 'requests.Session().get', 'httpx.get'],
  ...['urllib.request.urlopen', 'urllib.request.urlretrieve', 'urllib2.urlopen', 'urllib.urlopen'],
  ...[
    'urllib3.PoolManager().request',
    'socket.socket().recv',
    'wget.download',
    'httpx.Client().get',
  ],
  ...['http.client.HTTPSConnection().getresponse', 'http.client.HTTPConnection().getresponse'],
  ...[
    'aiohttp.ClientSession().get',
    'torch.hub.download_url_to_file',
    'huggingface_hub.hf_hub_download',
  ],
])

/** Code that is fetched and run. */
export const downloadedCode: Rule = {
  id: 'downloaded-code',
  title: 'Code is downloaded and run',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.97,
  persona: 'default',
  cwe: [494, 95],
  owasp: ['A08:2021', 'LLM03:2025'],
  replaces: ['dynamic-code', 'decoded-code', 'shell-command'],
  on: [
    onCall(
      [
        ...['builtins.exec', 'builtins.eval', 'builtins.compile', 'runpy.run_path', 'os.system'],
        ...['importlib.util.spec_from_file_location', 'imp.load_source', 'subprocess.run'],
        ...['subprocess.Popen', 'subprocess.call', 'subprocess.check_call', 'marshal.loads'],
        ...[
          'pickle.loads',
          'pickle.load',
          'dill.loads',
          'cloudpickle.loads',
          'yaml.unsafe_load',
          'joblib.load',
          'torch.load',
          'ctypes.CDLL',
        ],
      ],
      (call, context) => {
        const args = call.call?.args.slice(0, 2) ?? []
        if (!args.some((node) => isFromCall(node, call.site, context, fetchers))) return undefined
        return {
          message: `\`${call.shortName}\` runs what was just downloaded.`,
          help: 'Install code as a pinned package; download only data.',
        }
      },
    ),
  ],
}
