import type { Rule } from '../../rule.ts'
import { onCall, onNamedValue } from '../../rule.ts'

/** `ALLOWED_HOSTS` for everyone. */
export const hostsAny: Rule = {
  id: 'hosts-any',
  title: 'Any host name is accepted',
  layer: 'names',
  severity: 'low',
  confidence: 0.8,
  persona: 'default',
  cwe: [16, 346],
  owasp: ['A05:2021'],
  on: [
    onNamedValue(/^ALLOWED_HOSTS$/, ({ value, via }) => {
      if (via !== 'assigned' || value.kind !== 'List') return undefined
      return value.elts.some((part) => part.kind === 'Constant' && part.value === '*')
        ? { message: 'Every `Host` header is believed.', help: 'Name the hosts.' }
        : undefined
    }),
    onCall(
      [
        'starlette.middleware.trustedhost.TrustedHostMiddleware',
        'fastapi.middleware.trustedhost.TrustedHostMiddleware',
        ...['fastapi.FastAPI()', 'starlette.applications.Starlette()', ''].map(
          (app) => `${app}.add_middleware`,
        ),
      ],
      (call) => {
        const all = call.argument(call.name.endsWith('_middleware') ? -1 : 1, 'allowed_hosts')
        return all?.kind === 'List' &&
          all.elts.some((part) => part.kind === 'Constant' && part.value === '*')
          ? {
              message: `\`${call.shortName}\` believes every \`Host\` header.`,
              help: 'Name the hosts.',
            }
          : undefined
      },
    ),
  ],
}
