import { originOf } from '../../origins.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import type { OriginKind } from '../../tables/origin-names.ts'

/** Code from the network that is run unseen. */
export const downloadedCodeRun: Rule = {
  id: 'downloaded-code-run',
  title: 'Code is fetched and run',
  layer: 'taint',
  severity: 'critical',
  confidence: 0.9,
  persona: 'default',
  cwe: [494, 829],
  owasp: ['A08:2021', 'LLM03:2025'],
  on: [
    onCall(
      [
        'builtins.exec',
        'builtins.eval',
        'builtins.compile',
        'pickle.loads',
        'pickle.load',
        'marshal.loads',
        'dill.loads',
        'cloudpickle.loads',
        'yaml.unsafe_load',
      ],
      (call, context) => {
        const node = call.argument(0)
        const origin = node && originOf(context, { node, site: call.site }, network)
        return origin ? report(call.shortName, origin.name) : undefined
      },
    ),
    onCall(
      [
        ...[
          'run',
          'call',
          'check_call',
          'check_output',
          'Popen',
          'getoutput',
          'getstatusoutput',
        ].map((name) => `subprocess.${name}`),
        'os.system',
        'os.popen',
      ],
      (call) => {
        const hit = call.texts(0, 'args').some((text) => fetched.test(text.slice(0, 4_000)))
        return hit ? report(call.shortName, 'curl or wget') : undefined
      },
    ),
  ],
}

const network: ReadonlySet<OriginKind> = new Set(['network'])
const fetched =
  /\b(curl|wget)\b[^|;&]{0,400}\|\s*(sudo\s+)?(ba|z|da|k)?sh\b|\b(curl|wget)\b[^|;&]{0,400}\|\s*(sudo\s+)?python|\b(ba)?sh\s+(-c\s+"?\$\(|<\()\s*(curl|wget)\b/

function report(name: string, source: string): Report {
  return {
    message: `\`${name}\` runs what \`${source}\` fetched.`,
    help: 'Install packages by version and hash; keep code in the repository.',
  }
}
