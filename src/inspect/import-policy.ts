import type { InspectPolicy } from './config.ts'
import { allowedModules, dangerousModules, egressModules, memberModules } from './tables/modules.ts'

/** `unlisted`: nobody has said anything about it; `denied`: known to need a person's eyes, or named by the policy. */
export type ImportVerdict = 'allowed' | 'unlisted' | 'denied'

/**
 * What the policy says about a full name: a module, or a member of one. What the policy names wins over the built-in
 * lists, `deny` over `allow`, and a member that is not named goes with its module.
 */
export function judgeImport(name: string, policy: InspectPolicy): ImportVerdict {
  const { allow, deny, mode } = policy.imports
  if (isListed(name, deny)) return 'denied'
  if (isListed(name, allow)) return 'allowed'
  if (isListed(name, allowedModules)) return 'allowed'
  if (policy.egress && isListed(name, egressModules)) return 'allowed'
  const member = judgeMember(name)
  if (member) return mode === 'deny-list' ? 'allowed' : member
  if (isDangerous(name)) return 'denied'
  return mode === 'deny-list' || isParentOfAllowed(name, [...allow, ...allowedModules])
    ? 'allowed'
    : 'unlisted'
}

/** The policy itself allows this function or its module, so that its use is expected. */
export function isNamedByPolicy(name: string, { imports }: InspectPolicy): boolean {
  return isListed(name, imports.allow) && !isListed(name, imports.deny)
}

function judgeMember(name: string): ImportVerdict | undefined {
  const dot = name.indexOf('.')
  const members = memberModules.get(dot < 0 ? name : name.slice(0, dot))
  if (!members) return undefined
  return dot < 0 || isListed(name.slice(dot + 1), members) ? 'allowed' : 'unlisted'
}

/** The name itself, or one that it is part of, is in the list; `a.*` in a list is `a` without `a` itself. */
function isListed(name: string, list: readonly string[]): boolean {
  return list.some((entry) => {
    const plain = entry.endsWith('.*') ? entry.slice(0, -2) : entry
    return (name === plain && plain === entry) || name.startsWith(`${plain}.`)
  })
}

function isDangerous(name: string): boolean {
  for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
    if (dangerousModules.has(name.slice(0, end))) return true
  }
  return false
}

/** `import urllib` where only `urllib.parse` is allowed: the use of a member decides. */
function isParentOfAllowed(name: string, list: readonly string[]): boolean {
  return list.some((entry) => entry.startsWith(`${name}.`))
}
