import { isJsonObject, type Json } from '../../../kernel/json.ts'

/** A frame answer as CSV (RFC 4180); undefined for any other answer, and for a table too large to be told by its rows. */
export function answerCsv(answer: Json): string | undefined {
  const value = isJsonObject(answer) ? answer['value'] : undefined
  if (!isJsonObject(value) || value['kind'] !== 'frame' || !('rows' in value)) return undefined
  const columns = asList(value['columns']).map((column) =>
    isJsonObject(column) ? column['name'] : '',
  )
  const rows = asList(value['rows']).map(asList)
  return `${[columns, ...rows].map((row) => row.map(field).join(',')).join('\r\n')}\r\n`
}

/**
 * Text that a spreadsheet would take for a formula gets a leading apostrophe (CWE-1236); text with a comma, quote or
 * line break is quoted.
 */
function field(value: Json | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const harmless = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

function asList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}
