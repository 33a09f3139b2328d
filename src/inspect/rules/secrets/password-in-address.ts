import type { Node } from '../../../python/nodes.ts'
import { isPlaceholder } from '../../find-secrets.ts'
import type { Report, Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'

const address =
  /\b([a-z][a-z0-9+.-]{1,30}):\/\/[^\s:/@'"<>{}]{0,80}:([^\s:/@'"<>{}]{3,80})@[\w.[-]/gi
const field = /\b(?:password|pwd)\s*=\s*([^;'"\s{}<>]{3,80})\s*(?:;|$)/gi
const parameter =
  /[?&](?:api_?key|apikey|access_?token|auth_?token|token|client_?secret|secret|password|passwd|pwd|sig|signature)=([^&#\s{}<>"']{8,200})/gi
const local = /@(localhost|127\.0\.0\.1|\[::1\]|host\b|example\.)/i

/** Connection strings and addresses with a password in them. */
export const passwordInAddress: Rule = {
  id: 'password-in-address',
  title: 'An address carries a password',
  layer: 'pattern',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [798, 259],
  owasp: ['A07:2021'],
  on: [
    onFile((context) => {
      const found: Report[] = []
      for (const { text, node } of context.texts) {
        if (text.length > 2_000 || text.length < 10) continue
        found.push(...inAddresses(text, node), ...inFields(text, node), ...inParameters(text, node))
      }
      return found
    }),
  ],
}

function inAddresses(text: string, at: Node): readonly Report[] {
  return [...text.matchAll(address)].flatMap((match) => {
    const password = match[2] ?? ''
    if (isPlaceholder(password) || /^(pass|pwd|passwd|user|guest|admin_?password)$/i.test(password))
      return []
    const isLocal = local.test(text.slice(match.index))
    const isDefault = isLocal && match[0].includes(`//${password}:`)
    const severity = isDefault ? ('low' as const) : ('medium' as const)
    return [{ ...report, at, ...(isLocal ? { severity, confidence: 0.6 } : {}) }]
  })
}

function inParameters(text: string, at: Node): readonly Report[] {
  if (!/^[a-z][a-z0-9+.-]{1,30}:\/\//i.test(text)) return []
  return [...text.matchAll(parameter)].flatMap(([, value = '']) =>
    isPlaceholder(value) || !/\d/.test(value) ? [] : [{ ...report, at }],
  )
}

function inFields(text: string, at: Node): readonly Report[] {
  if (!/\b(server|data source|host|uid|user id|driver|database)\s*=/i.test(text)) return []
  return [...text.matchAll(field)].flatMap((match) =>
    isPlaceholder(match[1] ?? '') ? [] : [{ ...report, at }],
  )
}

const report: Report = {
  message: 'The address carries a password.',
  help: 'Read the password from a secret store and put the address together when it is needed.',
}
