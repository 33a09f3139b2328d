import type { Rule } from '../../rule.ts'
import { onCall, onName } from '../../rule.ts'

const help = 'Keep values in a dictionary of your own.'

/** Names that are looked up as text. */
export const namespaceAccess: Rule = {
  id: 'namespace-access',
  title: 'Names are looked up in a name space as text',
  layer: 'names',
  severity: 'medium',
  confidence: 0.7,
  persona: 'gate',
  cwe: [913, 470],
  owasp: ['LLM05:2025'],
  on: [
    onCall(['builtins.globals'], () => ({
      message: '`globals()` gives every name of the module, builtins included, as text.',
      help,
    })),
    onCall(['builtins.locals'], () => ({
      message: '`locals()` gives the local names as text.',
      severity: 'low',
      help,
    })),
    onCall(['builtins.vars'], (call) => {
      const owners = call.values(0).filter((value) => value.kind === 'path')
      const isModule = owners.some(({ path }) => !path.includes('('))
      return {
        message: isModule
          ? `\`vars\` opens \`${owners[0]?.path}\` as a dictionary.`
          : '`vars` opens an object as a dictionary.',
        severity: isModule ? 'high' : 'low',
        help,
      }
    }),
    onName(['sys.modules'], () => ({
      message: '`sys.modules` holds every loaded module, allowed or not.',
      severity: 'high',
      help: 'Import the module by name.',
    })),
  ],
}
