import { canonical } from '../../../python/names.ts'
import type { ImportMatch } from '../../rule.ts'

/** What an import takes: the module, or the member of it, under its own name. */
export function fullNameOf({ module, member }: ImportMatch): string {
  if (member === null || member === '*') return canonical(module)
  return canonical(module.endsWith('.') ? module + member : `${module}.${member}`)
}
