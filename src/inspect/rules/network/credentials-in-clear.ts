import type { Scope } from '../../../python/scopes.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { httpCalls } from '../../tables/network.ts'

/** Log-ins over connections that anyone on the way can read. */
export const credentialsInClear: Rule = {
  id: 'credentials-in-clear',
  title: 'Credentials travel unencrypted',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.75,
  persona: 'default',
  cwe: [319, 523],
  owasp: ['A02:2021'],
  on: [
    onCall(['telnetlib.Telnet', 'telnetlib3.open_connection'], (call) => report(call.shortName)),
    onCall(['ftplib.FTP'], (call) =>
      call.argument(1, 'user') && !isAnonymous(call.text(1, 'user'))
        ? report(call.shortName)
        : undefined,
    ),
    onCall(['ftplib.FTP().login'], (call) =>
      call.argument(0, 'user') && !isAnonymous(call.text(0, 'user'))
        ? report(call.shortName)
        : undefined,
    ),
    onCall(
      ['smtplib.SMTP().login', 'imaplib.IMAP4().login', 'poplib.POP3().pass_'],
      (call, { meaning }) => {
        const isSecured = ['starttls', 'stls'].some((name) =>
          meaning.bindings.calls
            .get(name)
            ?.some(({ site: { scope } }) => isNear(scope, call.site.scope)),
        )
        return isSecured ? undefined : report(call.shortName)
      },
    ),
    onCall([...httpCalls.keys()], (call) => {
      const use = httpCalls.get(call.name)
      const address =
        use && use.at >= 0
          ? call.texts(use.at, use.keyword).find((text) => isRemote(text))
          : undefined
      if (address === undefined) return undefined
      const headers =
        hasKey(call, 'headers', /^(authorization|x-api-key|cookie)$/i) ||
        ['json', 'data', 'params'].some((keyword) => hasKey(call, keyword, credential))
      const auth = call.argument(-1, 'auth')
      const isNone = auth?.kind === 'Constant' && auth.type === 'none'
      return headers || (auth && !isNone) ? report(call.shortName) : undefined
    }),
    onCall(['ldap.initialize', 'ldap3.Server'], (call) =>
      call.texts(0).some((text) => /^ldap:\/\/(?!localhost|127\.)/.test(text))
        ? { ...report(call.shortName), severity: 'low' as const }
        : undefined,
    ),
  ],
}

const credential = /^(password|passwd|pwd|passphrase|api_?key|access_?token|client_secret|secret)$/i

function hasKey(call: CallMatch, keyword: string, wanted: RegExp): boolean {
  return call
    .values(-1, keyword)
    .some(
      (value) =>
        value.kind === 'mapping' &&
        value.entries.some(
          ({ key }) => key?.node.kind === 'Constant' && wanted.test(String(key.node.value)),
        ),
    )
}

/** In one function, or in two methods of one class. */
function isNear(one: Scope, other: Scope): boolean {
  return one === other || (one.parent?.kind === 'class' && one.parent === other.parent)
}

function isAnonymous(user: string | undefined): boolean {
  return user !== undefined && /^(|anonymous|ftp)$/i.test(user)
}

function isRemote(address: string): boolean {
  return /^http:\/\/(?!localhost|127\.|\[::1\]|0\.0\.0\.0|host\.docker)/i.test(address)
}

function report(name: string): Report {
  return {
    message: `\`${name}\` sends credentials in the clear.`,
    help: 'Use the protocol over TLS (https, FTP_TLS, SMTP_SSL, starttls).',
  }
}
