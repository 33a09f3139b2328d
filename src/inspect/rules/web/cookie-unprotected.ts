import type { Rule } from '../../rule.ts'
import { onCall, onNamedValue } from '../../rule.ts'

const session = /sess|auth|token|jwt|login|remember|user|^sid$/i

/** Cookies without `secure`, `httponly` or `samesite`. */
export const cookieUnprotected: Rule = {
  id: 'cookie-unprotected',
  title: 'A cookie can be read by scripts or on the way',
  layer: 'calls',
  severity: 'low',
  confidence: 0.7,
  persona: 'default',
  cwe: [614, 1004, 1275],
  owasp: ['A05:2021'],
  on: [
    onCall(
      [
        '.set_cookie',
        'flask.make_response().set_cookie',
        'flask.Response().set_cookie',
        'django.http.HttpResponse().set_cookie',
        'fastapi.Response().set_cookie',
        'starlette.responses.Response().set_cookie',
        'fastapi.responses.JSONResponse().set_cookie',
      ],
      (call) => {
        if (call.hasSpread) return undefined
        const off = ['secure', 'httponly'].filter((name) => call.isFlag(name, false))
        const isSession = call.texts(0, 'key').some((name) => session.test(name))
        const missing = isSession
          ? ['secure', 'httponly'].filter((name) => call.values(-1, name).length === 0)
          : []
        const names = [...off, ...missing]
        if (names.length === 0) return undefined
        return {
          message: `\`${call.shortName.replace(/^\./, '')}\` sets a cookie without ${names.map((name) => `\`${name}\``).join(' and ')}.`,
          ...(off.length > 0 && isSession ? { severity: 'medium' as const } : {}),
          help: "Pass `secure=True, httponly=True, samesite='Lax'`.",
        }
      },
    ),
    onNamedValue(
      /^(SESSION_COOKIE_SECURE|SESSION_COOKIE_HTTPONLY|CSRF_COOKIE_SECURE|REMEMBER_COOKIE_SECURE|REMEMBER_COOKIE_HTTPONLY|SECURE_SSL_REDIRECT)$/,
      ({ name, value }) =>
        value.kind === 'Constant' && value.value === false
          ? { message: `\`${name}\` is off.`, severity: 'medium', help: 'Switch it on.' }
          : undefined,
    ),
  ],
}
