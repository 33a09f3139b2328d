import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { sqlCalls, sqlMethods } from '../../tables/queries.ts'

/** Statements that drop, empty or overwrite a whole table. */
export const sqlDestroysData: Rule = {
  id: 'sql-destroys-data',
  title: 'SQL deletes whole tables',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.7,
  persona: 'gate',
  cwe: [89, 400],
  owasp: ['LLM06:2025'],
  on: [
    onCall([...sqlCalls.keys(), ...sqlMethods.keys()], (call) => {
      const { at = 0, keyword = '' } = sqlCalls.get(call.name) ?? sqlMethods.get(call.name) ?? {}
      const texts = call.argument(at, keyword) ? call.texts(at, keyword) : call.texts(at)
      const found = texts
        .flatMap((text) => text.split(';'))
        .map(destruction)
        .find((words) => words !== undefined)
      return found
        ? {
            message: `The SQL that \`${call.shortName}\` runs ${found}.`,
            help: 'Work on a copy, or name the rows with WHERE.',
          }
        : undefined
    }),
  ],
}

function destruction(statement: string): string | undefined {
  const words = statement.trim().slice(0, 4_000).toLowerCase()
  if (
    /^drop\s+(database|schema|user|role)\b/.test(words) ||
    /^drop\s+table\s+(?!if\s+exists)/.test(words)
  )
    return 'drops what it names'
  if (/^truncate\s/.test(words)) return 'empties a table'
  if (/^delete\s+from\s+\S+$/.test(words)) return 'deletes every row'
  if (/^update\s+\S+\s+set\b/.test(words) && !/\bwhere\b/.test(words)) return 'changes every row'
  return undefined
}
