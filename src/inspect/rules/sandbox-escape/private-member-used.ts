import type { InspectPolicy } from '../../config.ts'
import { isNamedByPolicy } from '../../import-policy.ts'
import type { Report, Rule } from '../../rule.ts'
import { onImport, onName } from '../../rule.ts'
import { allowedModules, innerPart, privateParts } from '../../tables/modules.ts'

/** Below the allow-list's grain: what a library keeps to itself was not meant when it was allowed. */
export const privateMemberUsed: Rule = {
  id: 'private-member-used',
  title: 'A private part of a library is used',
  layer: 'names',
  severity: 'medium',
  confidence: 0.8,
  persona: 'gate',
  cwe: [913],
  owasp: ['LLM05:2025'],
  on: [
    onName(
      allowedModules.map((module) => `${module}.**`),
      ({ name }, { policy }) =>
        isPrivate(name.slice(name.lastIndexOf('.') + 1)) && isMember(name)
          ? reportOn(name, policy)
          : undefined,
    ),
    onImport(({ module, member }, { policy }) => {
      const name = member === null || member === '*' ? module : `${module}.${member}`
      const isAllowed = allowedModules.includes(module.split('.', 1)[0] ?? '')
      return isAllowed && name.split('.').some(isPrivate) ? reportOn(name, policy) : undefined
    }),
  ],
}

function reportOn(name: string, policy: InspectPolicy): Report | undefined {
  if (privateParts.test(name) || isNamedByPolicy(name, policy)) return undefined
  return {
    message: `\`${name}\` is no part of what its library offers, and may do more.`,
    help: 'Use what the library documents.',
  }
}

function isPrivate(part: string): boolean {
  return /^_[A-Za-z]/.test(part) || innerPart.test(part)
}

/** Of a module, not of an object or a class, whose private members keep to themselves. */
function isMember(name: string): boolean {
  return !/[([]|\.[A-Z]\w*\./.test(name)
}
