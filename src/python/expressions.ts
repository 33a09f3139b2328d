import { AtomParser } from './atoms.ts'
import type { CompareOperator, Expression, UnaryOp } from './nodes.ts'
import {
  binaryOperators,
  binaryPrecedence,
  comparisonOperators,
  lowestBinary,
} from './precedence.ts'
import { describeExpression } from './targets.ts'
import { T } from './tokens.ts'

const maxChain = 50_000

/** Reads expressions by recursive descent; the methods carry the names of the rules in Python's grammar. */
export abstract class ExpressionParser extends AtomParser {
  /** `a`, `a, *b`, `yield a`: what stands after `=`, `return` or on a line of its own. */
  protected starExpressions(): Expression {
    if (this.kind === T.YIELD) return this.yieldExpression()
    const { start } = this
    const first = this.starExpression()
    return this.kind === T.COMMA ? this.tupleFrom(first, start) : first
  }

  private tupleFrom(first: Expression, start: number): Expression {
    const elts = [first]
    while (this.accept(T.COMMA)) {
      if (!this.isExpressionNext()) break
      elts.push(this.starExpression())
    }
    return { kind: 'Tuple', start, end: this.lastEnd, elts, ctx: 'Load' }
  }

  protected starExpression(): Expression {
    return this.kind === T.STAR ? this.starred() : this.expression()
  }

  protected starredExpression(): Expression {
    return this.starExpression()
  }

  protected starred(): Expression {
    const { start } = this
    this.next()
    const value = this.binary(lowestBinary)
    return { kind: 'Starred', start, end: this.lastEnd, value, ctx: 'Load' }
  }

  protected starNamedExpression(): Expression {
    return this.kind === T.STAR ? this.starred() : this.namedExpression()
  }

  /** An expression or `a := b`, where `=` is a mistake. */
  protected namedExpression(): Expression {
    const expression = this.assignmentExpression()
    if (this.kind === T.EQUAL) this.failEquals(expression)
    return expression
  }

  /** Where a comparison may have been meant, the message says so. */
  protected failEquals(expression: Expression): void {
    if (expression.kind === 'Name') {
      const range = { start: expression.start, end: this.here().end }
      this.fail("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", range)
    } else if (!mayBeCompared(expression)) this.fail('invalid syntax')
    else {
      const description = describeExpression(expression)
      const message = `cannot assign to ${description} here. Maybe you meant '==' instead of '='?`
      this.fail(message, expression)
    }
  }

  protected assignmentExpression(): Expression {
    if (this.kind === T.NAME && this.peek() === T.COLONEQUAL) {
      const target = this.name('Store')
      this.next()
      const value = this.expression()
      return { kind: 'NamedExpr', start: target.start, end: this.lastEnd, target, value }
    }
    const expression = this.expression()
    if (this.kind === T.COLONEQUAL) {
      const description = describeExpression(expression)
      this.fail(`cannot use assignment expressions with ${description}`, expression)
    }
    return expression
  }

  protected yieldExpression(): Expression {
    const { start } = this
    this.next()
    if (this.accept(T.FROM)) {
      const from = this.expression()
      return { kind: 'YieldFrom', start, end: this.lastEnd, value: from }
    }
    const value = this.isExpressionNext() ? this.starExpressions() : null
    return { kind: 'Yield', start, end: this.lastEnd, value }
  }

  protected fieldExpression(): Expression {
    if (this.kind === T.YIELD) return this.yieldExpression()
    const { start } = this
    const first = this.starExpression()
    return this.kind === T.COMMA ? this.tupleFrom(first, start) : first
  }

  expression(): Expression {
    if (!this.enter()) {
      this.leave()
      return this.failExpression('too many nested expressions')
    }
    const result = this.kind === T.LAMBDA ? this.lambda() : this.conditional()
    this.leave()
    return result
  }

  private conditional(): Expression {
    const { start } = this
    const body = this.disjunction()
    if (this.kind !== T.IF) return body
    this.next()
    const test = this.disjunction()
    if (!this.accept(T.ELSE)) {
      this.fail("expected 'else' after 'if' expression", { start, end: this.lastEnd })
      return { kind: 'IfExp', start, end: this.lastEnd, test, body, orelse: this.missing() }
    }
    const orelse = this.expression()
    return { kind: 'IfExp', start, end: this.lastEnd, test, body, orelse }
  }

  protected missing(): Expression {
    const end = this.lastEnd
    return { kind: 'ErrorExpression', start: end, end, message: 'expression expected' }
  }

  private lambda(): Expression {
    const { start } = this
    this.next()
    const args = this.parameters(T.COLON, false)
    if (this.kind === T.COLON && this.peek() === T.FSTRING_MIDDLE) {
      const message = 'f-string: lambda expressions are not allowed without parentheses'
      this.fail(message, { start, end: this.here().end })
    }
    this.expect(T.COLON, 'invalid syntax')
    const body = this.expression()
    return { kind: 'Lambda', start, end: this.lastEnd, args, body }
  }

  protected disjunction(): Expression {
    const { start } = this
    const first = this.conjunction()
    if (this.kind !== T.OR) {
      this.operandStart = start
      return first
    }
    const values = [first]
    while (this.accept(T.OR)) values.push(this.conjunction())
    this.operandStart = start
    return { kind: 'BoolOp', start, end: this.lastEnd, op: 'Or', values }
  }

  private conjunction(): Expression {
    const { start } = this
    const first = this.inversion()
    if (this.kind !== T.AND) return first
    const values = [first]
    while (this.accept(T.AND)) values.push(this.inversion())
    return { kind: 'BoolOp', start, end: this.lastEnd, op: 'And', values }
  }

  private inversion(): Expression {
    if (this.kind === T.NOT) return this.prefixed('Not', () => this.inversion())
    return this.comparison()
  }

  private comparison(): Expression {
    const { start } = this
    const left = this.binary(lowestBinary)
    let op = this.comparisonOperator()
    if (op === null) return left
    const ops: CompareOperator[] = []
    const comparators: Expression[] = []
    while (op !== null) {
      ops.push(op)
      comparators.push(this.binary(lowestBinary))
      op = this.comparisonOperator()
    }
    return { kind: 'Compare', start, end: this.lastEnd, left, ops, comparators }
  }

  private comparisonOperator(): CompareOperator | null {
    const op = comparisonOperators[this.kind]
    if (op !== undefined) {
      this.next()
      return op
    }
    if (this.accept(T.IN)) return 'In'
    if (this.accept(T.IS)) return this.accept(T.NOT) ? 'IsNot' : 'Is'
    if (this.kind !== T.NOT || this.peek() !== T.IN) return null
    this.next()
    this.next()
    return 'NotIn'
  }

  /** Binary operators of at least this precedence, from `|` up; a chain of them leans to the left. */
  protected binary(lowest: number): Expression {
    const { start } = this
    let left = this.unary()
    for (let length = 0; ; length++) {
      const precedence = binaryPrecedence[this.kind] ?? 0
      const op = binaryOperators[this.kind]
      if (precedence < lowest || op === undefined) return left
      if (length > maxChain) {
        this.fail('too many chained operators', undefined, 'depth')
        return left
      }
      this.next()
      const right = this.binary(precedence + 1)
      left = { kind: 'BinOp', start, end: this.lastEnd, left, op, right }
    }
  }

  private unary(): Expression {
    switch (this.kind) {
      case T.MINUS:
        return this.prefixed('USub', () => this.unary())
      case T.PLUS:
        return this.prefixed('UAdd', () => this.unary())
      case T.TILDE:
        return this.prefixed('Invert', () => this.unary())
      default:
        return this.power()
    }
  }

  private prefixed(op: UnaryOp['op'], read: () => Expression): Expression {
    const { start } = this
    this.next()
    const operand = this.enter() ? read() : this.missing()
    this.leave()
    return { kind: 'UnaryOp', start, end: this.lastEnd, op, operand }
  }

  private power(): Expression {
    const { start } = this
    const base = this.kind === T.AWAIT ? this.await() : this.primary()
    if (this.kind !== T.DOUBLESTAR) return base
    this.next()
    const right = this.enter() ? this.unary() : this.missing()
    this.leave()
    return { kind: 'BinOp', start, end: this.lastEnd, left: base, op: 'Pow', right }
  }

  private await(): Expression {
    const { start } = this
    this.next()
    const value = this.primary()
    return { kind: 'Await', start, end: this.lastEnd, value }
  }

  /** An atom with the attributes, calls and subscripts after it. */
  protected primary(): Expression {
    const { start } = this
    let value = this.atom()
    for (let length = 0; ; length++) {
      if (length > maxChain) this.fail('too many chained operators', undefined, 'depth')
      switch (this.kind) {
        case T.DOT: {
          this.next()
          const attr = this.identifier()
          value = { kind: 'Attribute', start, end: this.lastEnd, value, attr, ctx: 'Load' }
          break
        }
        case T.LPAR: {
          const open = this.start
          this.next()
          const { args, keywords } = this.callArguments(open)
          value = { kind: 'Call', start, end: this.lastEnd, func: value, args, keywords }
          break
        }
        case T.LSQB: {
          this.next()
          const slice = this.slices()
          this.closeBracket(T.RSQB)
          value = { kind: 'Subscript', start, end: this.lastEnd, value, slice, ctx: 'Load' }
          break
        }
        default:
          return value
      }
    }
  }

  private slices(): Expression {
    const { start } = this
    const first = this.slice()
    if (this.kind !== T.COMMA) {
      if (first.kind !== 'Starred') return first
      return { kind: 'Tuple', start, end: this.lastEnd, elts: [first], ctx: 'Load' }
    }
    const elts = [first]
    while (this.accept(T.COMMA)) {
      if (this.kind === T.RSQB) break
      elts.push(this.slice())
    }
    return { kind: 'Tuple', start, end: this.lastEnd, elts, ctx: 'Load' }
  }

  private slice(): Expression {
    if (this.kind === T.STAR) return this.starred()
    const { start } = this
    const lower = this.kind === T.COLON ? null : this.namedExpression()
    if (lower !== null && this.kind !== T.COLON) return lower
    if (lower?.kind === 'NamedExpr' && this.text.charCodeAt(start) !== 40) {
      this.fail('invalid syntax')
    }
    this.next()
    const upper = this.endsSlice() || this.kind === T.COLON ? null : this.expression()
    let step: Expression | null = null
    if (this.accept(T.COLON) && !this.endsSlice()) step = this.expression()
    return { kind: 'Slice', start, end: Math.max(start, this.lastEnd), lower, upper, step }
  }

  private endsSlice(): boolean {
    return this.kind === T.COMMA || this.kind === T.RSQB
  }
}

/** True for what CPython takes for the left side of a comparison that lacks an equals sign. */
export function mayBeCompared(expression: Expression): boolean {
  switch (expression.kind) {
    case 'List':
    case 'Tuple':
    case 'GeneratorExp':
    case 'Compare':
    case 'BoolOp':
    case 'Lambda':
    case 'IfExp':
    case 'ErrorExpression':
      return false
    case 'UnaryOp':
      return expression.op !== 'Not'
    case 'Constant':
      return expression.type !== 'bool' && expression.type !== 'none'
    default:
      return true
  }
}
