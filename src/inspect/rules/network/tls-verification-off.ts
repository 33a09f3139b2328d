import type { Value } from '../../../python/values.ts'
import type { CallMatch } from '../../call-match.ts'
import { nameOf } from '../../named-values.ts'
import type { Report, Rule } from '../../rule.ts'
import { onAssign, onCall, onName } from '../../rule.ts'

/** Flags that turn the check off: the keyword, with the value that does. */
const flags = new Map<string, string>([
  ...rows(
    'false',
    'verify verify_ssl ssl verify_certs ssl_verify validate_certs check_hostname ssl_check_hostname ' +
      'assert_hostname ssl_verify_cert ssl_verify_identity use_ssl_verification verify_tls',
  ),
  ...rows(
    'true',
    'tlsAllowInvalidCertificates tlsInsecure tlsAllowInvalidHostnames disable_ssl_certificate_validation ' +
      'trust_server_certificate ssl_no_verify ssl_disabled insecure_skip_verify',
  ),
  ...rows('none', 'cert_reqs ssl_cert_reqs'),
])
/** Attributes that switch the check. */
const switches = new Set(['verify_mode', 'check_hostname', 'verify'])
const clients = (
  'requests httpx aiohttp urllib3 elasticsearch opensearchpy pymongo redis kafka boto3 botocore hvac ' +
  'ldap3 mysql pymysql httplib2 influxdb influxdb_client jenkins gitlab atlassian jira pyVim winrm ' +
  'websocket websockets clickhouse_connect clickhouse_driver pymssql openai consul proxmoxer snowflake'
).split(' ')

/** Connections that any machine on the way can answer. */
export const tlsVerificationOff: Rule = {
  id: 'tls-verification-off',
  title: "A server's certificate is not checked",
  layer: 'calls',
  severity: 'high',
  confidence: 0.9,
  persona: 'default',
  cwe: [295],
  owasp: ['A02:2021', 'A07:2021'],
  on: [
    onCall(
      clients.map((client) => `${client}.**`),
      (call) => {
        for (const [keyword, off] of flags) {
          const hit = call.values(-1, keyword).some((value) => isOff(value, off, keyword))
          if (hit && !(keyword === 'ssl' && !call.name.startsWith('aiohttp.')))
            return report(call, keyword)
        }
        return undefined
      },
    ),
    onCall(['ssl._create_unverified_context', 'ssl._create_stdlib_context'], (call) =>
      report(call),
    ),
    onCall(['urllib3.disable_warnings', 'requests.packages.urllib3.disable_warnings'], (call) => ({
      message: `\`${call.shortName}\` hides that certificates are not checked.`,
      severity: 'low',
      help,
    })),
    onName(['ssl._create_unverified_context'], ({ name }) => ({
      message: `\`${name}\` makes connections that check no certificate.`,
      help,
    })),
    onCall(['paho.mqtt.client.Client().tls_insecure_set'], (call) =>
      call.isFlag('value', true, 0) ? report(call) : undefined,
    ),
    onCall(['ldap.set_option'], (call) =>
      call
        .values(1)
        .some((value) => value.kind === 'path' && /OPT_X_TLS_(NEVER|ALLOW)$/.test(value.path))
        ? report(call)
        : undefined,
    ),
    onAssign(
      /^(PYTHONHTTPSVERIFY|verify_mode|check_hostname|verify)$/,
      ({ node, site }, { meaning }) => {
        const [target] = node.targets
        if (
          target?.kind === 'Subscript' &&
          nameOf(target) === 'PYTHONHTTPSVERIFY' &&
          meaning.text(node.value, site) === '0'
        ) {
          return { message: 'Certificate checks are switched off for the whole process.', help }
        }
        if (target?.kind !== 'Attribute' || !switches.has(target.attr)) return undefined
        const values = meaning.values(node.value, site)
        const isNone = values.some(
          (value) => value.kind === 'path' && value.path === 'ssl.CERT_NONE',
        )
        const isFalse = values.some((value) => value.kind === 'boolean' && !value.value)
        const owner = meaning
          .paths(target.value, site)
          .some((path) => /^(ssl\.|requests\.|httpx\.|urllib3\.)/.test(path))
        const isHit =
          (target.attr === 'verify_mode' && isNone) ||
          (target.attr === 'check_hostname' && isFalse) ||
          (target.attr === 'verify' && isFalse && owner)
        return isHit
          ? { message: `\`${target.attr}\` is set so that no certificate is checked.`, help }
          : undefined
      },
    ),
  ],
}

const help = 'Leave the check on; give a private authority by `verify="ca.pem"`.'

function rows(off: string, names: string): (readonly [string, string])[] {
  return names.split(' ').map((name) => [name, off])
}

function isOff(value: Value, off: string, keyword: string): boolean {
  if (off === 'none') {
    if (value.kind === 'text') return /^(cert_)?none$/i.test(value.text)
    return value.kind === 'none' || (value.kind === 'path' && value.path === 'ssl.CERT_NONE')
  }
  if (keyword === 'verify' && value.kind === 'path') return value.path === 'ssl.CERT_NONE'
  if (value.kind === 'number') return off === 'false' && value.value === 0
  return value.kind === 'boolean' && String(value.value) === off
}

function report(call: CallMatch, keyword?: string): Report {
  return {
    message: keyword
      ? `\`${call.shortName}\` is told by \`${keyword}\` to check no certificate.`
      : `\`${call.shortName}\` checks no certificate.`,
    help,
  }
}
