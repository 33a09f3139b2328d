/** Where a function takes a query: position and keyword. */
export interface QueryCall {
  readonly at: number
  readonly keyword: string
}

const dbapi = [
  ...[
    'sqlite3',
    'psycopg2',
    'psycopg',
    'pymysql',
    'MySQLdb',
    'mysql.connector',
    'pyodbc',
    'duckdb',
  ],
  ...['cx_Oracle', 'oracledb', 'pymssql', 'snowflake.connector', 'trino.dbapi', 'vertica_python'],
  ...['databricks.sql', 'redshift_connector', 'ibm_db_dbi', 'teradatasql'],
]
const executing = ['execute', 'executemany', 'executescript']

/** Functions that run a text as SQL. */
export const sqlCalls: ReadonlyMap<string, QueryCall> = new Map([
  ...dbapi.flatMap((driver) =>
    executing.flatMap((method) => [
      row(`${driver}.connect().${method}`, 0, 'sql'),
      row(`${driver}.connect().cursor().${method}`, 0, 'sql'),
    ]),
  ),
  ...['read_sql', 'read_sql_query'].map((name) => row(`pandas.${name}`, 0, 'sql')),
  ...['sql', 'query', 'execute', 'from_query'].map((name) => row(`duckdb.${name}`, 0, 'query')),
  ...['sql', 'query'].map((name) => row(`duckdb.connect().${name}`, 0, 'query')),
  row('sqlalchemy.text', 0, 'text'),
  row('sqlalchemy.sql.text', 0, 'text'),
  row('sqlalchemy.sql.expression.text', 0, 'text'),
  row('sqlmodel.text', 0, 'text'),
  ...['query', 'query_df', 'query_np', 'command'].map((name) =>
    row(`clickhouse_connect.get_client().${name}`, 0, name === 'command' ? 'cmd' : 'query'),
  ),
  row('clickhouse_driver.Client().execute', 0, 'query'),
  row('sqlalchemy.literal_column', 0, 'text'),
  row('sqlalchemy.sql.literal_column', 0, 'text'),
  ...['execute', 'exec_driver_sql'].flatMap((name) => [
    row(`sqlalchemy.create_engine().${name}`, 0, 'statement'),
    row(`sqlalchemy.create_engine().connect().${name}`, 0, 'statement'),
    row(`sqlalchemy.orm.Session().${name}`, 0, 'statement'),
  ]),
  row('pyspark.sql.SparkSession().sql', 0, 'sqlQuery'),
  row('pyspark.sql.SparkSession.builder.getOrCreate().sql', 0, 'sqlQuery'),
  row('pandasql.sqldf', 0, 'query'),
  row('polars.SQLContext().execute', 0, 'query'),
  row('polars.sql', 0, 'query'),
  row('polars.read_database', 0, 'query'),
  row('google.cloud.bigquery.Client().query', 0, 'query'),
  row('awswrangler.athena.read_sql_query', 0, 'sql'),
  row('django.db.models.expressions.RawSQL', 0, 'sql'),
  row('django.db.connection.cursor().execute', 0, 'sql'),
  row('dask.dataframe.read_sql_query', 0, 'sql'),
])

/** Methods that run SQL on an object of which nothing else is known. */
export const sqlMethods: ReadonlyMap<string, QueryCall> = new Map([
  ...[...executing, 'raw', 'sql', 'exec_driver_sql', 'fetch', 'fetchrow', 'fetchval'].map((name) =>
    row(`.${name}`, 0, 'query'),
  ),
  ...['execute_sql', 'query', 'read_sql', 'fetch_all', 'fetch_one'].map((name) =>
    row(`.${name}`, 0, 'query'),
  ),
  row('.execute_statement', -1, 'Statement'),
  row('.start_query_execution', -1, 'QueryString'),
])

/** Whether a text reads as SQL: a verb in its place with the word that has to follow, not an English sentence. */
export function isSql(text: string): boolean {
  return patterns.some((pattern) => pattern.test(text.slice(0, 4_000)))
}

const patterns = [
  /^[\s(]*select\s+(distinct\s+|top\s+\d+\s+|all\s+)?(\*|count\s*\(|[\w."`[\]]+(\s*,|\s+from\b|\s+as\b|\s*\()|0|\d|$)/i,
  /^\s*insert\s+(or\s+\w+\s+)?into\s+\S*/i,
  /^\s*update\s+(\S+\s+)?set\s/i,
  /^\s*delete\s+from\b/i,
  /^\s*with\s+(recursive\s+)?\w+\s*(\([^)]{0,200}\)\s*)?as\s*\(/i,
  /^\s*(drop|alter|create|truncate)\s+(or\s+replace\s+)?(temp(orary)?\s+|unique\s+)?(table|view|database|schema|index|user|role|function|procedure)\b/i,
  /^\s*(replace|merge)\s+into\b/i,
  /^\s*(exec|execute|call)\s+\w+/i,
  /^\s*(copy|grant|revoke)\s+.{0,200}\b(to|from|on)\b/i,
  /^\s*(attach|pragma|explain)\s+\w*/i,
]

function row(name: string, at: number, keyword: string): readonly [string, QueryCall] {
  return [name, { at, keyword }]
}

/** The end of SQL text after which the name of a table or column has to follow. */
export const namePlace =
  /\b(from|join|into|update|table|exists|order\s+by|group\s+by|select|distinct|view|index|column|by)\s+["`[]?$/i
