import type { CallMatch } from '../../call-match.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onNode } from '../../rule.ts'

const secretName =
  /(^|_)(key|token|secret|passw(or)?d|passwd|pwd|credentials?|auth|dsn|private)(_|$)|api_?key/i
const help =
  'Take settings as parameters; secrets are added at the door to the network, never in the script.'

/** The environment, where secrets are kept. */
export const environmentRead: Rule = {
  id: 'environment-read',
  title: 'The environment is read',
  layer: 'calls',
  severity: 'low',
  confidence: 0.8,
  persona: 'gate',
  cwe: [526],
  owasp: ['LLM02:2025'],
  on: [
    onCall(
      ['os.environ.get', 'os.environ.pop', 'os.environ.setdefault', 'os.getenv', 'os.getenvb'],
      (call) => reportOn(call.text(0, 'key')),
    ),
    onNode('Subscript', ({ node, site }, { meaning }) =>
      isEnvironment(meaning.paths(node.value, site))
        ? { ...reportOn(meaning.text(node.slice, site)), at: node }
        : undefined,
    ),
    onCall(
      [
        ...['copy', 'items', 'values', 'keys', '__iter__'].map((name) => `os.environ.${name}`),
        'os.environ',
        'os.environb',
        'dotenv.load_dotenv',
        'dotenv.dotenv_values',
      ],
      whole,
    ),
  ],
}

function isEnvironment(paths: readonly string[]): boolean {
  return paths.includes('os.environ') || paths.includes('os.environb')
}

function reportOn(name: string | undefined): Report {
  if (name !== undefined && !secretName.test(name)) {
    return { message: `The environment variable \`${name.slice(0, 60)}\` is used.`, help }
  }
  return {
    message:
      name === undefined
        ? 'An environment variable is used whose name is only known at run time.'
        : `The environment variable \`${name.slice(0, 60)}\` sounds like a secret.`,
    severity: name === undefined ? 'medium' : 'high',
    help,
  }
}

function whole(call: CallMatch): Report {
  return { message: `\`${call.shortName}\` takes the whole environment.`, severity: 'high', help }
}
