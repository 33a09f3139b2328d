import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const positions: ReadonlyMap<string, number> = new Map([
  ['ldap.initialize().simple_bind_s', 1],
  ['ldap.initialize().simple_bind', 1],
  ['ldap.initialize().bind_s', 1],
  ['.simple_bind_s', 1],
  ['pymysql.connect', 2],
  ['MySQLdb.connect', 2],
])
const clients = [
  'pymysql.connect',
  'MySQLdb.connect',
  'mysql.connector.connect',
  'psycopg2.connect',
  'psycopg.connect',
  'ldap3.Connection',
  'pymssql.connect',
  'oracledb.connect',
  'paramiko.SSHClient().connect',
  'snowflake.connector.connect',
]

/** Log-ins without a password. */
export const passwordEmpty: Rule = {
  id: 'password-empty',
  title: 'An empty password is used',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.75,
  persona: 'default',
  cwe: [258, 521],
  owasp: ['A07:2021'],
  on: [
    onCall(clients, (call) =>
      ['password', 'passwd'].some((name) => call.texts(-1, name).includes(''))
        ? report(call.shortName)
        : undefined,
    ),
    onCall([...positions.keys()], (call) =>
      call.texts(positions.get(call.name) ?? -1, 'cred').includes('')
        ? report(call.shortName)
        : undefined,
    ),
  ],
}

function report(name: string): Report {
  return {
    message: `\`${name}\` logs in with an empty password.`,
    help: 'Give the account a password, and read it from a secret store.',
  }
}
