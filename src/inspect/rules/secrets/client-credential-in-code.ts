import { isPlaceholder } from '../../find-secrets.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onKeyword } from '../../rule.ts'
import { dotted } from '../../value-origins.ts'

const keywords = [
  'aws_secret_access_key',
  'aws_session_token',
  'api_key',
  'password',
  'passwd',
  'pwd',
  'secret',
  'client_secret',
  'account_key',
  'credential',
  'token',
  'auth_token',
  'access_token',
  'secret_key',
  'sasl_plain_password',
]
const clients = [
  'boto3',
  'botocore',
  'aiobotocore',
  'azure',
  'google',
  'openai',
  'anthropic',
  'cohere',
  'pinecone',
  'groq',
  'mistralai',
  'psycopg2',
  'psycopg',
  'pymysql',
  'MySQLdb',
  'mysql',
  'pyodbc',
  'pymssql',
  'oracledb',
  'cx_Oracle',
  'asyncpg',
  'aiomysql',
  'redis',
  'pymongo',
  'snowflake',
  'clickhouse_connect',
  'clickhouse_driver',
  'neo4j',
  'paramiko',
  'pysftp',
  'ftplib',
  'smtplib',
  'imaplib',
  'minio',
  'elasticsearch',
  'opensearchpy',
  'kafka',
  'pika',
  'ldap3',
  'twilio',
  'stripe',
  'slack_sdk',
  'tweepy',
  'telegram',
  'github',
  'gitlab',
  'jira',
  'hvac',
  'huggingface_hub',
  'wandb',
  'langchain_openai',
  'qdrant_client',
  'weaviate',
  'praw',
  'consul',
  'winrm',
  'netmiko',
  'fabric',
  'docker',
]
/** Positions of credentials in functions that are called so. */
const positions: ReadonlyMap<string, number> = new Map([
  ['twilio.rest.Client', 1],
  ['smtplib.SMTP().login', 1],
  ['smtplib.SMTP_SSL().login', 1],
  ['imaplib.IMAP4_SSL().login', 1],
  ['ftplib.FTP().login', 1],
  ['ftplib.FTP', 2],
  ['pymysql.connect', 2],
  ['pika.PlainCredentials', 1],
  ['minio.Minio', 2],
  ['sendgrid.SendGridAPIClient', 0],
  ['MySQLdb.connect', 2],
  ['requests.auth.HTTPBasicAuth', 1],
  ['requests.auth.HTTPDigestAuth', 1],
  ['azure.core.credentials.AzureKeyCredential', 0],
  ['github.Github', 0],
  ['telegram.Bot', 0],
  ['slack_sdk.WebClient', 0],
  ['huggingface_hub.login', 0],
])

/** Clients of clouds, databases and models with a constant credential. */
export const clientCredentialInCode: Rule = {
  id: 'client-credential-in-code',
  title: 'A client is given a credential that is written in the code',
  layer: 'calls',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [798],
  owasp: ['A07:2021'],
  on: [
    onCall(
      clients.map((client) => `${client}.**`),
      (call) => {
        for (const { arg } of call.call?.keywords ?? []) {
          if (arg !== null && keywords.includes(arg) && isSecret(call.text(-1, arg)))
            return report(call.shortName, arg)
        }
        const spread = call.call?.keywords.some(({ arg }) => arg === null)
          ? keywords.find((arg) => isSecret(call.text(-1, arg)))
          : undefined
        return spread === undefined ? undefined : report(call.shortName, spread)
      },
    ),
    onCall([...positions.keys()], (call) => {
      const at = positions.get(call.name) ?? -1
      return isSecret(call.text(at)) ? report(call.shortName, 'a password or key') : undefined
    }),
    onKeyword(['auth', 'basic_auth', 'http_auth'], ({ node, call, site }, { meaning }) => {
      if (node.value.kind !== 'Tuple' || node.value.elts.length !== 2) return undefined
      const text = meaning.text(node.value.elts[1], site)
      return isSecret(text)
        ? { ...report(dotted(call.func), node.arg ?? 'auth'), at: call }
        : undefined
    }),
  ],
}

function isSecret(text: string | undefined): boolean {
  return text !== undefined && text.length >= 3 && !/\s/.test(text) && !isPlaceholder(text)
}

function report(name: string, argument: string): Report {
  return {
    message: `\`${name}\` is given \`${argument}\` as a constant.`,
    help: 'Read it from a secret store, or let the machine have a role.',
  }
}
