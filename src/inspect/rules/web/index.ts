import type { Family } from '../../rule.ts'
import { appSharedPublicly } from './app-shared-publicly.ts'
import { assertGuardsAccess } from './assert-guards-access.ts'
import { comparedInVariableTime } from './compared-in-variable-time.ts'
import { cookieUnprotected } from './cookie-unprotected.ts'
import { corsAnyOrigin } from './cors-any-origin.ts'
import { csrfCheckOff } from './csrf-check-off.ts'
import { debugServer } from './debug-server.ts'
import { errorDetailAnswered } from './error-detail-answered.ts'
import { hostsAny } from './hosts-any.ts'
import { massAssignment } from './mass-assignment.ts'
import { notebookServerOpen } from './notebook-server-open.ts'
import { openRedirect } from './open-redirect.ts'
import { passwordEmpty } from './password-empty.ts'
import { routeWithoutAuth } from './route-without-auth.ts'
import { securityHeaderOff } from './security-header-off.ts'
import { sessionKeyInCode } from './session-key-in-code.ts'
import { tokenUnverified } from './token-unverified.ts'

export const web: Family = {
  id: 'web',
  title: 'Authentication and web',
  rules: [
    appSharedPublicly,
    assertGuardsAccess,
    comparedInVariableTime,
    cookieUnprotected,
    corsAnyOrigin,
    csrfCheckOff,
    debugServer,
    errorDetailAnswered,
    hostsAny,
    massAssignment,
    notebookServerOpen,
    openRedirect,
    passwordEmpty,
    routeWithoutAuth,
    securityHeaderOff,
    sessionKeyInCode,
    tokenUnverified,
  ],
}
