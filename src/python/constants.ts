import type { Evaluator } from './evaluator.ts'
import { Memo } from './memo.ts'
import { canonical } from './names.ts'
import type { BinaryOperator, Constant, FormattedValue } from './nodes.ts'
import type { Site } from './scopes.ts'
import type { Value, Values } from './values.ts'
import {
  integerOf,
  joinValues,
  maxAlternatives,
  maxTextLength,
  numberValue,
  pathValue,
  textValue,
  unknown,
  unknowns,
} from './values.ts'

/** The value of a literal. */
export function constantValue({ type, value }: Constant): Value {
  if (typeof value === 'string') return textValue(value, type === 'bytes')
  if (typeof value === 'boolean') return { kind: 'boolean', value }
  if (type === 'int' || type === 'float') {
    return typeof value === 'number' || typeof value === 'bigint' ? numberValue(value) : unknown
  }
  return type === 'none' ? { kind: 'none' } : unknown
}

/** `left op right` for every pair of alternatives. */
export function binary(op: BinaryOperator, left: Values, right: Values): Values {
  const [a, b] = [left[0], right[0]]
  if (a && b && left.length === 1 && right.length === 1) return [pair(op, a, b)]
  const results: Values[] = []
  for (const one of left.slice(0, maxAlternatives)) {
    for (const other of right.slice(0, maxAlternatives)) results.push([pair(op, one, other)])
  }
  return joinValues(results)
}

/** The text of one `{…}` of an f-string. */
export function formatted(evaluator: Evaluator, part: FormattedValue, site: Site): Values {
  if (part.conversion !== 'none' && part.conversion !== 's') return unknowns
  if (part.formatSpec && part.formatSpec.values.length > 0) return unknowns
  return evaluator.values(part.value, site).map((value) => {
    const text = printed(value)
    return text === undefined ? unknown : textValue(text)
  })
}

/** What `str(value)` gives, where it is plain. */
export function printed(value: Value): string | undefined {
  switch (value.kind) {
    case 'text':
      return value.isBytes ? undefined : value.text
    case 'number':
      return Number.isInteger(value.value) || typeof value.value === 'bigint'
        ? String(value.value)
        : undefined
    case 'boolean':
      return value.value ? 'True' : 'False'
    case 'none':
      return 'None'
    default:
      return undefined
  }
}

function pair(op: BinaryOperator, a: Value, b: Value): Value {
  if (a.kind === 'path') return ofPath(op, a.path)
  if (b.kind === 'path' && op === 'Div' && b.path === 'pathlib.Path()') return b
  if (a.kind === 'text') return ofText(op, a, b)
  if (b.kind === 'text') return op === 'Mult' ? ofText(op, b, a) : unknown
  if (a.kind === 'sequence' && b.kind === 'sequence' && op === 'Add') {
    return { kind: 'sequence', items: [...a.items, ...b.items] }
  }
  return ofNumbers(op, a, b)
}

/** A path joined to something is a path, a frame minus something is a frame. */
function ofPath(op: BinaryOperator, path: string): Value {
  if (path === 'pathlib.Path()') return op === 'Div' ? pathValue(path) : unknown
  return path.startsWith('pandas.DataFrame()') ? pathValue('pandas.DataFrame()') : unknown
}

function ofText(op: BinaryOperator, a: Value & { kind: 'text' }, b: Value): Value {
  switch (op) {
    case 'Add':
      return b.kind === 'text' ? textValue(a.text + b.text, a.isBytes) : unknown
    case 'Mult': {
      const times = integerOf(b)
      if (times === undefined || a.text.length * times > maxTextLength) return unknown
      return textValue(a.text.repeat(Math.max(0, times)), a.isBytes)
    }
    case 'Mod':
      return percent(a.text, b)
    default:
      return unknown
  }
}

function percent(template: string, value: Value): Value {
  const texts = (value.kind === 'values' ? value.items : [value]).map(printed)
  const filled = percentAll(template, texts)
  return filled === undefined ? unknown : textValue(filled)
}

/** Python's `%` formatting with `%s` and `%d` only; undefined for anything else or a wrong count. */
export function percentAll(
  template: string,
  texts: readonly (string | undefined)[],
): string | undefined {
  let next = 0
  let isPlain = true
  const filled = template.replace(/%(.?)/gs, (_, kind: string) => {
    if (kind === '%') return '%'
    const text = texts[next++]
    if ((kind !== 's' && kind !== 'd') || text === undefined) isPlain = false
    return text ?? ''
  })
  return isPlain && next === texts.length ? filled : undefined
}

function ofNumbers(op: BinaryOperator, a: Value, b: Value): Value {
  const [x, y] = [integerOf(a), integerOf(b)]
  if (x === undefined || y === undefined) return unknown
  const result = integerResult(op, x, y)
  return result !== undefined && (Number.isSafeInteger(result) || op === 'Pow' || op === 'Mult')
    ? numberValue(result)
    : unknown
}

function integerResult(op: BinaryOperator, x: number, y: number): number | undefined {
  switch (op) {
    case 'Add':
      return x + y
    case 'Sub':
      return x - y
    case 'Mult':
      return x * y
    case 'FloorDiv':
      return y === 0 ? undefined : Math.floor(x / y)
    case 'Mod':
      return y === 0 ? undefined : x - y * Math.floor(x / y)
    case 'Pow':
      return y < 0 ? undefined : x ** y
    default:
      return bits(op, x, y)
  }
}

/** Bit operators, within the 32 bits that JavaScript's have. */
function bits(op: BinaryOperator, x: number, y: number): number | undefined {
  if ((x | 0) !== x || (y | 0) !== y) return undefined
  switch (op) {
    case 'BitXor':
      return x ^ y
    case 'BitAnd':
      return x & y
    case 'BitOr':
      return x | y
    case 'LShift':
      return y >= 0 && y < 1024 ? x * 2 ** y : undefined
    case 'RShift':
      return y >= 0 && y < 32 ? x >> y : undefined
    default:
      return undefined
  }
}

const results = new Memo<Values>(10_000)

/** The name of what calling or entering a path gives. */
export function resultOf(path: string): Values {
  return results.get(path) ?? results.keep(path, [pathValue(canonical(`${path}()`))])
}
