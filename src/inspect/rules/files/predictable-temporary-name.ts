import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** A temporary name that someone else can take first. */
export const predictableTemporaryName: Rule = {
  id: 'predictable-temporary-name',
  title: 'A temporary name is made before the file',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.95,
  persona: 'default',
  cwe: [377],
  owasp: ['A01:2021'],
  on: [
    onCall(['tempfile.mktemp', 'os.tempnam', 'os.tmpnam'], (call) => ({
      message: `\`${call.shortName}\` gives a name that someone else can take before the file is made.`,
      help: 'Use `tempfile.NamedTemporaryFile`, `mkstemp` or `TemporaryDirectory`.',
    })),
  ],
}
