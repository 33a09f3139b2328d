import type {
  Attribute,
  Context,
  Expression,
  List,
  Name,
  Starred,
  Subscript,
  Tuple,
} from './nodes.ts'

type Target = Attribute | List | Name | Starred | Subscript | Tuple
type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

/** Marks an expression, and what it holds, as stored to or deleted; returns the part that cannot be, if any. */
export function setContext(expression: Expression, ctx: Context): Expression | null {
  switch (expression.kind) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      mark(expression, ctx)
      return null
    case 'Starred':
      if (ctx === 'Del') return expression
      mark(expression, ctx)
      return setContext(expression.value, ctx)
    case 'Tuple':
    case 'List':
      mark(expression, ctx)
      for (const element of expression.elts) {
        const invalid = setContext(element, ctx)
        if (invalid !== null) return invalid
      }
      return null
    case 'ErrorExpression':
      return null
    default:
      return expression
  }
}

const names: Readonly<Record<Expression['kind'], string>> = {
  Attribute: 'attribute',
  Subscript: 'subscript',
  Starred: 'starred',
  Name: 'name',
  List: 'list',
  Tuple: 'tuple',
  Lambda: 'lambda',
  Call: 'function call',
  BoolOp: 'expression',
  BinOp: 'expression',
  UnaryOp: 'expression',
  GeneratorExp: 'generator expression',
  Yield: 'yield expression',
  YieldFrom: 'yield expression',
  Await: 'await expression',
  ListComp: 'list comprehension',
  SetComp: 'set comprehension',
  DictComp: 'dict comprehension',
  Dict: 'dict literal',
  Set: 'set display',
  JoinedStr: 'f-string expression',
  FormattedValue: 'f-string expression',
  TemplateStr: 't-string expression',
  Interpolation: 't-string expression',
  Constant: 'literal',
  Compare: 'comparison',
  IfExp: 'conditional expression',
  NamedExpr: 'named expression',
  Slice: 'slice',
  ErrorExpression: 'expression',
}

/** How CPython's messages call an expression. */
export function describeExpression(expression: Expression): string {
  if (expression.kind !== 'Constant') return names[expression.kind]
  switch (expression.type) {
    case 'none':
      return 'None'
    case 'bool':
      return expression.value === true ? 'True' : 'False'
    case 'ellipsis':
      return 'ellipsis'
    default:
      return 'literal'
  }
}

function mark(target: Target, ctx: Context): void {
  const writable: Writable<Target> = target
  writable.ctx = ctx
}
