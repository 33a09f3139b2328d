import type { Report, Rule } from '../../rule.ts'
import { onCall, onNamedValue, onNode } from '../../rule.ts'

/** Checks against cross-site requests that are switched off. */
export const csrfCheckOff: Rule = {
  id: 'csrf-check-off',
  title: 'Requests of other sites are accepted',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.85,
  persona: 'default',
  cwe: [352],
  owasp: ['A01:2021'],
  on: [
    onCall(
      [
        'django.views.decorators.csrf.csrf_exempt',
        'flask_wtf.csrf.CSRFProtect().exempt',
        'flask_wtf.CSRFProtect().exempt',
      ],
      (call) => report(call.shortName),
    ),
    onNamedValue(
      /^(WTF_CSRF_ENABLED|WTF_CSRF_CHECK_DEFAULT|CSRF_ENABLED|JWT_COOKIE_CSRF_PROTECT)$/,
      ({ name, value }) =>
        value.kind === 'Constant' && value.value === false ? report(name) : undefined,
    ),
    onNode('FunctionDef', ({ node, site }): Report | undefined => {
      if (node.name !== 'check_xsrf_cookie' || site.scope.kind !== 'class') return undefined
      const isEmpty = node.body.every(
        ({ kind }) => kind === 'Pass' || kind === 'Return' || kind === 'Expr',
      )
      return isEmpty
        ? {
            ...report(node.name),
            at: { start: node.start, end: node.start + 'def check_xsrf_cookie'.length },
          }
        : undefined
    }),
    onCall(['tornado.web.Application'], (call) =>
      call.isFlag('xsrf_cookies', false) ? report(call.shortName) : undefined,
    ),
  ],
}

function report(name: string): Report {
  return {
    message: `\`${name}\` lets other sites act in the name of a user.`,
    help: 'Leave the check on; use tokens instead of cookies for programs.',
  }
}
