import type { Family } from '../../rule.ts'
import { computedAttribute } from './computed-attribute.ts'
import { dunderWalk } from './dunder-walk.ts'
import { formatAttribute } from './format-attribute.ts'
import { frameAccess } from './frame-access.ts'
import { modulePatched } from './module-patched.ts'
import { namespaceAccess } from './namespace-access.ts'
import { nativeCode } from './native-code.ts'

export const sandboxEscape: Family = {
  id: 'sandbox-escape',
  title: 'Sandbox escape',
  rules: [
    computedAttribute,
    dunderWalk,
    formatAttribute,
    frameAccess,
    modulePatched,
    namespaceAccess,
    nativeCode,
  ],
}
