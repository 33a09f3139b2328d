import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { describe, originOf, stepsOf } from '../../flow-match.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { untrusted } from '../../tables/sources.ts'

const help =
  'Pass values as parameters: `execute("… WHERE id = ?", (id,))`; take names from a fixed list.'
const methods = [
  'execute',
  'executemany',
  'executescript',
  'raw',
  'mogrify',
  'sql',
  'read_sql',
  'read_sql_query',
]
const functions = [
  ...['read_sql', 'read_sql_query', 'io.sql.read_sql'].map((name) => `pandas.${name}`),
  ...['sql', 'query', 'execute'].map((name) => `duckdb.${name}`),
  ...['sqlalchemy.text', 'sqlalchemy.sql.text', 'sqlalchemy.sql.expression.text'],
  ...['django.db.models.expressions.RawSQL', 'pandasql.sqldf', 'polars.sql'],
]
const connections = [
  ...[
    'sqlite3.connect()',
    'sqlite3.connect().cursor()',
    'duckdb.connect()',
    'psycopg2.connect().cursor()',
  ],
  ...[
    'psycopg.connect()',
    'psycopg.connect().cursor()',
    'pymysql.connect().cursor()',
    'MySQLdb.connect().cursor()',
  ],
  ...[
    'mysql.connector.connect().cursor()',
    'pyodbc.connect().cursor()',
    'cx_Oracle.connect().cursor()',
  ],
  ...[
    'sqlalchemy.create_engine()',
    'sqlalchemy.create_engine().connect()',
    'django.db.connection.cursor()',
  ],
  ...['sqlalchemy.orm.Session()', 'pyspark.sql.SparkSession.builder.getOrCreate()'],
]

/** A query that is put together from text. */
export const sqlInjection: Rule = {
  id: 'sql-injection',
  title: 'An SQL query is put together from text',
  layer: 'taint',
  severity: 'high',
  confidence: 0.75,
  persona: 'default',
  cwe: [89],
  owasp: ['A03:2021', 'ASVS-5.3.4'],
  on: [
    onCall(functions, check),
    onCall(
      connections.flatMap((connection) => methods.map((method) => `${connection}.${method}`)),
      check,
    ),
    onCall(
      methods.map((method) => `.${method}`),
      check,
    ),
  ],
}

/** Only what begins like SQL, in a text that is not constant, is a query that someone built. */
function check(call: CallMatch, context: Context): Report | undefined {
  const query = call.argument(0, 'sql')
  if (!query || call.text(0, 'sql') !== undefined) return undefined
  const templates = templatesOf(query, call.site, context, 0)
  const isBuilt = templates.length > 0
  const isSure = isBuilt || !call.name.startsWith('.')
  const origin = isSure && originOf(query, call, context, { into: 'sql', from: untrusted })
  if (origin) {
    return {
      message: `\`${call.shortName.replace(/^\./, '')}\` runs a query with ${describe(origin)} in it.`,
      severity: 'critical',
      confidence: 0.95,
      help,
      flow: stepsOf(origin, call),
    }
  }
  if (!isBuilt) return undefined
  const isName = templates.every(takesNamesOnly)
  return {
    message: `\`${call.shortName.replace(/^\./, '')}\` runs a query that is put together from text.`,
    help,
    ...(isName ? { severity: 'medium' as const, confidence: 0.5 } : {}),
  }
}

/** Templates with SQL at their start and something in them that is not constant, also through names. */
function templatesOf(
  node: Expression,
  site: Site,
  context: Context,
  depth: number,
): readonly string[] {
  const { meaning } = context
  if (depth > 6 || meaning.text(node, site) !== undefined) return []
  if (node.kind === 'Name') {
    return meaning
      .assigned(node, site)
      .flatMap((value) => templatesOf(value.node, value.site, context, depth + 1))
  }
  const template = templateOf(node, site, context)
  return template !== undefined && isSql(template) ? [template] : []
}

/** Every gap is where only the name of a table can stand, which can't be bound. */
function takesNamesOnly(template: string): boolean {
  const names = template.match(/\b(from|into|table|update|join|exists)\s+["'`[]?\ufffd/gi) ?? []
  return names.length === template.split(gap).length - 1
}

/** Stands for what is not constant. */
const gap = '\ufffd'

/** The text of a sum, an f-string, or what stands before `%` or `.format`, with a gap for what is not constant. */
function templateOf(node: Expression, site: Site, context: Context): string | undefined {
  const shown = (part: Expression) => context.meaning.texts(part, site)[0] ?? gap
  if (node.kind === 'JoinedStr') return node.values.map(shown).join('')
  if (node.kind === 'BinOp' && node.op === 'Mod') return shown(node.left).replaceAll(/%\w/g, gap)
  if (node.kind === 'BinOp' && node.op === 'Add') {
    const parts = [shown(node.right)]
    let { left } = node
    for (; left.kind === 'BinOp' && left.op === 'Add'; left = left.left)
      parts.unshift(shown(left.right))
    return [templateOf(left, site, context) ?? shown(left), ...parts].join('')
  }
  if (node.kind !== 'Call' || node.func.kind !== 'Attribute') return undefined
  if (node.func.attr !== 'format') return undefined
  return shown(node.func.value).replaceAll(/\{[^{}]*\}/g, gap)
}

const statements =
  /^\s*\(?\s*(insert\s+into\b|update\s+\S+\s+set\b|delete\s+from\b|replace\s+into\b|merge\s+into\b|with\s+\w+\s+as\b|(drop|alter|create|truncate)\s+(table|database|index|view|schema|user|role|temp|or)\b|copy\s+\S+\s+(to|from)\b|attach\s+|exec(ute)?\s+\w|grant\s+\w+|pragma\s+\w)/i
const selections =
  /^\s*\(?\s*select\s+(.*?\sfrom\s+(?!(the|a|an|this|that|these|those|your|our|my|each|all|any)\b)|[\ufffd*])/is

function isSql(text: string): boolean {
  return statements.test(text) || selections.test(text)
}
