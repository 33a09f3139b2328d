import type { Rule } from '../../rule.ts'
import { onCall, onStore } from '../../rule.ts'

const hooks = new Set(['excepthook', 'displayhook', 'unraisablehook', 'breakpointhook'])

/** Code that runs when the script is over, or when it fails. */
export const exitHook: Rule = {
  id: 'exit-hook',
  title: 'Code is left behind to run at the end or on a fault',
  layer: 'calls',
  severity: 'low',
  confidence: 0.8,
  persona: 'gate',
  cwe: [693],
  owasp: ['LLM05:2025'],
  on: [
    onCall(['atexit.register', 'weakref.finalize', 'threading._register_atexit'], (call) => ({
      message: `\`${call.shortName}\` leaves code that runs after the script.`,
      help: 'Do the work in order, with `try` and `finally`.',
    })),
    onStore(({ owners, attribute }) =>
      owners.includes('sys') && attribute !== null && hooks.has(attribute)
        ? { message: `\`sys.${attribute}\` is replaced.`, severity: 'medium' }
        : undefined,
    ),
  ],
}
