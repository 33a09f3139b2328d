import type { Rule } from '../../rule.ts'
import { onStore } from '../../rule.ts'

/** Settings that libraries document to be assigned. */
const settings = [
  /^pandas\.options(\.|$)/,
  /^matplotlib\.(pyplot\.)?rcParams/,
  /^plotly\.io(\.(?!orca|kaleido)|$)/,
  /^(seaborn|numpy|sklearn)\.(set_|options)/,
  /^cordon\./,
]
const plainAttributes = new Set([
  'sys.stdout',
  'sys.stderr',
  'sys.stdin',
  'sys.argv',
  'sys.tracebacklimit',
  'sys.dont_write_bytecode',
])
const guarded = /^(builtins|os|sys|io|socket|subprocess|importlib|json|pickle)(\.|$)/

/** A module or class that everyone shares is changed. */
export const modulePatched: Rule = {
  id: 'module-patched',
  title: 'An imported module or class is changed',
  layer: 'names',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [693, 915],
  owasp: ['LLM05:2025'],
  on: [
    onStore(({ owners, attribute }) => {
      const owner = owners.find((path) => isShared(path, attribute))
      if (owner === undefined) return undefined
      const target = attribute === null ? `an item of \`${owner}\`` : `\`${owner}.${attribute}\``
      return {
        message: `The code changes ${target}, which everything else in the process uses too.`,
        ...(/^builtins(\.|$)/.test(owner) ? {} : { persona: 'gate' as const }),
        severity: guarded.test(owner) ? 'high' : 'medium',
        help: 'Write a function of your own with another name.',
      }
    }),
  ],
}

/** Items are only those of dictionaries that hold modules or names: tables and settings are meant to be filled. */
function isShared(path: string, attribute: string | null): boolean {
  if (path.includes('(') || path.includes('[')) return false
  if (settings.some((setting) => setting.test(path))) return false
  if (attribute === null) return path === 'sys.modules' || path.endsWith('.__dict__')
  return !plainAttributes.has(`${path}.${attribute}`)
}
