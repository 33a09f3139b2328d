import { windows } from '../../patterns/windows.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { sqlCalls, sqlMethods } from '../../tables/queries.ts'

const reaching: readonly (readonly [RegExp, string])[] = [
  [/^\s*(install|load)\s+['"\w]/i, 'loads an extension'],
  [/^\s*attach\s/i, 'opens another database'],
  [/^\s*copy\s.{0,2000}\b(to|from)\s+(program\s+)?'/is, 'reads or writes a file'],
  [/^\s*(export|import)\s+database\b/i, 'reads or writes files'],
  [/\binto\s+(out|dump)file\b/i, 'writes a file'],
  [/\bload\s+data\s+(local\s+)?infile\b/i, 'reads a file'],
  [/\bcopy\s.{0,2000}\bprogram\b/is, 'runs a program'],
  [/\bxp_cmdshell\b|\bsys_exec\s*\(|\bsys_eval\s*\(/i, 'runs a program'],
  [
    /\b(load_extension|pg_read_file|pg_ls_dir|lo_import|lo_export|load_file|utl_http|dblink)\s*\(/i,
    'reaches outside of the database',
  ],
  [
    /\bcreate\s+(or\s+replace\s+)?(function|extension)\b.{0,2000}\b(plpython3?u|plperlu|language\s+c|dblink|file_fdw)\b/is,
    'adds code to the server',
  ],
  [
    /\b(read_csv|read_csv_auto|read_parquet|read_json|read_json_auto|read_text|read_blob|parquet_scan|glob)\s*\(\s*\[?'(https?|s3|\/|~|\.\.)/i,
    'reads a file or an address',
  ],
  [/^\s*create\s+(or\s+replace\s+)?(persistent\s+)?secret\b/i, 'stores a credential'],
  [/\b(vacuum)\s+into\b/i, 'writes a file'],
]

/** SQL statements that leave the database: extensions, files, programs. */
export const sqlLeavesTheDatabase: Rule = {
  id: 'sql-leaves-the-database',
  title: 'SQL reaches files, the network or the system',
  layer: 'calls',
  severity: 'high',
  confidence: 0.85,
  persona: 'gate',
  cwe: [89, 73],
  owasp: ['A03:2021', 'LLM06:2025'],
  on: [
    onCall([...sqlCalls.keys(), ...sqlMethods.keys()], (call) => {
      const { at = 0, keyword = '' } = sqlCalls.get(call.name) ?? sqlMethods.get(call.name) ?? {}
      for (const text of [
        ...call.texts(at, keyword),
        ...(call.argument(at, keyword) ? [] : call.texts(at)),
      ]) {
        const found = text
          .split(';')
          .flatMap((statement) =>
            reaching.filter(([pattern]) => windows(statement).some((piece) => pattern.test(piece))),
          )[0]
        if (found)
          return {
            message: `The SQL that \`${call.shortName}\` runs ${found[1]}.`,
            help: 'Query the datasets that the run was given.',
          }
      }
      return undefined
    }),
    onCall(
      [
        '.enable_load_extension',
        '.load_extension',
        'sqlite3.connect().enable_load_extension',
        'sqlite3.connect().load_extension',
        'duckdb.install_extension',
        'duckdb.load_extension',
        'duckdb.connect().install_extension',
        'duckdb.connect().load_extension',
      ],
      (call) => ({
        message: `\`${call.shortName}\` loads native code into the database.`,
        help: 'Do without extensions.',
      }),
    ),
  ],
}
