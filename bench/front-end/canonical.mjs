/** CPython's fields by kind, in the order of Python.asdl: ours, and how each is written where that differs. */
const fields = {
  Module: ['body'],
  FunctionDef: ['name', 'args', 'body', 'decorators', 'returns', 'typeParams'],
  AsyncFunctionDef: ['name', 'args', 'body', 'decorators', 'returns', 'typeParams'],
  ClassDef: ['name', 'bases', 'keywords', 'body', 'decorators', 'typeParams'],
  Return: ['value'],
  Delete: ['targets'],
  Assign: ['targets', 'value'],
  TypeAlias: ['name', 'typeParams', 'value'],
  AugAssign: ['target', 'op', 'value'],
  AnnAssign: ['target', 'annotation', 'value', 'isSimple'],
  For: ['target', 'iter', 'body', 'orelse'],
  AsyncFor: ['target', 'iter', 'body', 'orelse'],
  While: ['test', 'body', 'orelse'],
  If: ['test', 'body', 'orelse'],
  With: ['items', 'body'],
  AsyncWith: ['items', 'body'],
  Match: ['subject', 'cases'],
  Raise: ['exc', 'cause'],
  Try: ['body', 'handlers', 'orelse', 'finalbody'],
  TryStar: ['body', 'handlers', 'orelse', 'finalbody'],
  Assert: ['test', 'msg'],
  Import: ['names'],
  ImportFrom: ['module', 'names', 'level'],
  Global: ['names'],
  Nonlocal: ['names'],
  Expr: ['value'],
  Pass: [],
  Break: [],
  Continue: [],
  BoolOp: ['op', 'values'],
  NamedExpr: ['target', 'value'],
  BinOp: ['left', 'op', 'right'],
  UnaryOp: ['op', 'operand'],
  Lambda: ['args', 'body'],
  IfExp: ['test', 'body', 'orelse'],
  Dict: ['keys', 'values'],
  Set: ['elts'],
  ListComp: ['elt', 'generators'],
  SetComp: ['elt', 'generators'],
  DictComp: ['key', 'value', 'generators'],
  GeneratorExp: ['elt', 'generators'],
  Await: ['value'],
  Yield: ['value'],
  YieldFrom: ['value'],
  Compare: ['left', 'ops', 'comparators'],
  Call: ['func', 'args', 'keywords'],
  FormattedValue: ['value', 'conversion', 'formatSpec'],
  JoinedStr: ['values'],
  Attribute: ['value', 'attr', 'ctx'],
  Subscript: ['value', 'slice', 'ctx'],
  Starred: ['value', 'ctx'],
  Name: ['id', 'ctx'],
  List: ['elts', 'ctx'],
  Tuple: ['elts', 'ctx'],
  Slice: ['lower', 'upper', 'step'],
  MatchValue: ['value'],
  MatchSingleton: ['value'],
  MatchSequence: ['patterns'],
  MatchMapping: ['keys', 'patterns', 'rest'],
  MatchClass: ['cls', 'patterns', 'kwdAttrs', 'kwdPatterns'],
  MatchStar: ['name'],
  MatchAs: ['pattern', 'name'],
  MatchOr: ['patterns'],
  Comprehension: ['target', 'iter', 'ifs', 'isAsync'],
  ExceptHandler: ['type', 'name', 'body'],
  Arguments: ['posonlyargs', 'args', 'vararg', 'kwonlyargs', 'kwDefaults', 'kwarg', 'defaults'],
  Arg: ['name', 'annotation'],
  Keyword: ['arg', 'value'],
  Alias: ['name', 'asname'],
  WithItem: ['contextExpr', 'optionalVars'],
  MatchCase: ['pattern', 'guard', 'body'],
  TypeVar: ['name', 'bound', 'defaultValue'],
  ParamSpec: ['name', 'defaultValue'],
  TypeVarTuple: ['name', 'defaultValue'],
}
const lowerCase = {
  Arguments: 'arguments',
  Arg: 'arg',
  Keyword: 'keyword',
  Alias: 'alias',
  WithItem: 'withitem',
  MatchCase: 'match_case',
  Comprehension: 'comprehension',
}
const unplaced = new Set(['Module', 'Arguments', 'WithItem', 'MatchCase', 'Comprehension'])
const newerFields = new Set(['typeParams', 'defaultValue'])
const conversions = { none: '-1', s: '115', r: '114', a: '97' }
const writers = {
  op: (value) => value,
  ctx: (value) => value,
  ops: (value) => `[${value.map((op) => `${op} `).join('')}]`,
  conversion: (value) => conversions[value],
  isSimple: (value) => (value ? '1' : '0'),
  isAsync: (value) => (value ? '1' : '0'),
}

/** A parsed module in the form of cpython_tree.py; `hasFStringPositions` is false for Python before 3.12. */
export function canonicalTree(text, { module, lines }, hasFStringPositions) {
  const out = []
  dump(module, true)
  return out.join('')

  function dump(node, isPlaced) {
    out.push(lowerCase[node.kind] ?? node.kind)
    if (isPlaced && !unplaced.has(node.kind)) out.push(position(node))
    out.push('(')
    if (node.kind === 'Constant') out.push(constant(node))
    else {
      const inner = isPlaced && (hasFStringPositions || node.kind !== 'JoinedStr')
      for (const field of fields[node.kind] ?? []) dumpField(node, field, inner)
    }
    out.push(')')
  }

  function dumpField(node, field, isPlaced) {
    const value = node[field]
    const isAbsent = value === null || value.length === 0
    if (isAbsent && newerFields.has(field)) return
    const write = writers[field]
    if (node.kind === 'MatchSingleton') out.push(word(value))
    else if (write !== undefined) out.push(write(value))
    else dumpValue(value, isPlaced)
    out.push(' ')
  }

  function dumpValue(value, isPlaced) {
    if (Array.isArray(value)) {
      out.push('[')
      for (const item of value) {
        dumpValue(item, isPlaced)
        out.push(' ')
      }
      out.push(']')
    } else if (value === null) out.push('None')
    else if (typeof value === 'object') dump(value, isPlaced)
    else out.push(typeof value === 'string' ? quote(value) : String(value))
  }

  function position({ start, end }) {
    const from = lines.positionOf(start)
    const to = lines.positionOf(end)
    return `@${from.line}:${from.column}-${to.line}:${to.column}`
  }

  function constant({ type, value, start, end }) {
    switch (type) {
      case 'str':
        return holdsName(start, end) ? 'str?' : quote(value)
      case 'bytes':
        return `b${quote(value)}`
      case 'int':
        return `0x${value.toString(16)}`
      case 'float':
        return `f${bits(value)}`
      case 'complex':
        return `c${bits(value)}`
      case 'ellipsis':
        return 'Ellipsis'
      default:
        return word(value)
    }
  }

  /** The names of characters are not looked up: a constant on a line with one is not compared. */
  function holdsName(start, end) {
    const from = lines.startOf(lines.lineOf(start))
    const to = lines.startOf(lines.lineOf(end) + 1)
    return text.slice(from, to).includes('\\N{')
  }
}

function word(value) {
  return value === null ? 'None' : value ? 'True' : 'False'
}

function quote(value) {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function bits(value) {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return view.getBigUint64(0).toString(16).padStart(16, '0')
}
