/** What a part of a condition is; `any` only while columns or caller are not known yet, `other` can only be compared with null. */
export type Kind =
  | 'text'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'time'
  | 'null'
  | 'list'
  | 'other'
  | 'any'

/** True where two kinds can be compared with == or <. */
export function areComparable(a: Kind, b: Kind): boolean {
  const kind = commonKind(a, b)
  return kind !== undefined && kind !== 'list' && kind !== 'other'
}

/** The kind that two parts have in common, numbers of both sorts being numbers; undefined where they have none. */
export function commonKind(a: Kind, b: Kind): Kind | undefined {
  if (a === b || b === 'any' || b === 'null') return a
  if (a === 'any' || a === 'null') return b
  return isNumeric(a) && isNumeric(b) ? 'number' : undefined
}

/** True for what arithmetic works on. */
export function isNumeric(kind: Kind): boolean {
  return kind === 'integer' || kind === 'number' || kind === 'any'
}

/** What a condition may do with a column of this DuckDB type. */
export function kindOf(type: string): Kind {
  const name = type.replace(/\(.*$/s, '')
  if (type.endsWith(']')) return 'other'
  if (/^(?:U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT))$/.test(name)) return 'integer'
  if (/^(?:DOUBLE|FLOAT|DECIMAL)$/.test(name)) return 'number'
  if (/^(?:VARCHAR|ENUM|UUID)$/.test(name)) return 'text'
  if (name === 'BOOLEAN') return 'boolean'
  return /^(?:DATE|TIMESTAMP.*)$/.test(name) ? 'time' : 'other'
}
