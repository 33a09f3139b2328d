import { ArgumentParser } from './arguments.ts'
import type {
  Comprehension,
  ConstantType,
  ConstantValue,
  Expression,
  Name,
  Positioned,
} from './nodes.ts'
import { lowestBinary } from './precedence.ts'
import { describeExpression, setContext } from './targets.ts'
import { startsExpression, T } from './tokens.ts'

/** Reads atoms: names, constants, what stands in brackets, comprehensions and their targets. */
export abstract class AtomParser extends ArgumentParser {
  /** Binary operators of at least this precedence. */
  protected abstract binary(lowest: number): Expression
  /** `or` and all that binds more tightly: no condition, no lambda. */
  protected abstract disjunction(): Expression
  protected abstract yieldExpression(): Expression
  /** `a := b`, or a starred expression. */
  protected abstract starNamedExpression(): Expression
  protected abstract starred(): Expression

  protected isExpressionNext(): boolean {
    return startsExpression[this.kind] === 1 || this.kind === T.STAR
  }

  protected isComprehensionNext(): boolean {
    return this.kind === T.FOR || this.kind === T.ASYNC
  }

  protected comprehensions(): readonly Comprehension[] {
    const found: Comprehension[] = []
    while (this.isComprehensionNext()) {
      const { start } = this
      const isAsync = this.accept(T.ASYNC)
      if (!this.expect(T.FOR, 'invalid syntax')) break
      const target = this.targets()
      this.expect(T.IN, "'in' expected after for-loop variables")
      const iter = this.disjunction()
      const ifs: Expression[] = []
      while (this.accept(T.IF)) ifs.push(this.disjunction())
      const end = this.lastEnd
      found.push({ kind: 'Comprehension', start, end, target, iter, ifs, isAsync })
    }
    return found
  }

  /** What `for` binds: one target or several, up to `in`. */
  protected targets(): Expression {
    const { start } = this
    const first = this.target()
    if (this.kind !== T.COMMA) {
      return first
    }
    const elts = [first]
    while (this.accept(T.COMMA)) {
      if (!this.isExpressionNext()) break
      elts.push(this.target())
    }
    return { kind: 'Tuple', start, end: this.lastEnd, elts, ctx: 'Store' }
  }

  protected target(): Expression {
    const target = this.kind === T.STAR ? this.starred() : this.binary(lowestBinary)
    this.store(target)
    return target
  }

  protected store(target: Expression): void {
    const invalid = setContext(target, 'Store')
    if (invalid !== null) this.fail(`cannot assign to ${describeExpression(invalid)}`, invalid)
  }

  protected name(ctx: Name['ctx']): Name {
    const { start } = this
    const id = this.identifier()
    return { kind: 'Name', start, end: Math.max(start, this.lastEnd), id, ctx }
  }

  protected atom(): Expression {
    switch (this.kind) {
      case T.NAME:
        return this.name('Load')
      case T.NUMBER:
        return this.number()
      case T.STRING:
      case T.FSTRING_START:
        return this.strings()
      case T.LPAR:
        return this.group()
      case T.LSQB:
        return this.list()
      case T.LBRACE:
        return this.braces()
      case T.NONE:
        return this.constant('none', null)
      case T.TRUE:
        return this.constant('bool', true)
      case T.FALSE:
        return this.constant('bool', false)
      case T.ELLIPSIS:
        return this.constant('ellipsis', null)
      default:
        return this.failExpression('invalid syntax')
    }
  }

  private constant(type: ConstantType, value: ConstantValue): Expression {
    const { start } = this
    this.next()
    return { kind: 'Constant', start, end: this.lastEnd, type, value }
  }

  private group(): Expression {
    const { start } = this
    this.next()
    if (this.accept(T.RPAR)) {
      return { kind: 'Tuple', start, end: this.lastEnd, elts: [], ctx: 'Load' }
    }
    if (this.kind === T.YIELD) {
      const found = this.yieldExpression()
      this.closeBracket(T.RPAR)
      return found
    }
    const first = this.starNamedExpression()
    if (this.isComprehensionNext()) {
      const generators = this.generatorsFor(first)
      this.closeBracket(T.RPAR)
      return { kind: 'GeneratorExp', start, end: this.lastEnd, elt: first, generators }
    }
    if (this.kind === T.COMMA) {
      const elts = this.elements(first, T.RPAR)
      return { kind: 'Tuple', start, end: this.lastEnd, elts, ctx: 'Load' }
    }
    if (first.kind === 'Starred') this.fail('cannot use starred expression here', first)
    this.closeBracket(T.RPAR)
    return first
  }

  private list(): Expression {
    const { start } = this
    this.next()
    if (this.accept(T.RSQB)) {
      return { kind: 'List', start, end: this.lastEnd, elts: [], ctx: 'Load' }
    }
    const first = this.starNamedExpression()
    if (this.isComprehensionNext()) {
      const generators = this.generatorsFor(first)
      this.closeBracket(T.RSQB)
      return { kind: 'ListComp', start, end: this.lastEnd, elt: first, generators }
    }
    const elts = this.elements(first, T.RSQB)
    return { kind: 'List', start, end: this.lastEnd, elts, ctx: 'Load' }
  }

  /** The elements after the first, and the closing bracket. */
  private elements(first: Expression, close: number): readonly Expression[] {
    const elts = [first]
    while (this.accept(T.COMMA)) {
      if (this.kind === close) break
      elts.push(this.starNamedExpression())
    }
    if (close !== T.RPAR && elts.length > 1 && this.isComprehensionNext()) {
      const message = 'did you forget parentheses around the comprehension target?'
      this.fail(message, { start: first.start, end: this.lastEnd })
    }
    this.closeBracket(close)
    return elts
  }

  private generatorsFor(element: Expression): readonly Comprehension[] {
    if (element.kind === 'Starred') {
      this.fail('iterable unpacking cannot be used in comprehension', element)
    }
    return this.comprehensions()
  }

  private braces(): Expression {
    const { start } = this
    this.next()
    if (this.accept(T.RBRACE)) {
      return { kind: 'Dict', start, end: this.lastEnd, keys: [], values: [] }
    }
    if (this.kind === T.DOUBLESTAR) return this.dict(start, null)
    const first = this.starNamedExpression()
    if (this.kind === T.COLON && first.kind !== 'Starred') return this.dict(start, first)
    if (this.isComprehensionNext()) {
      const generators = this.generatorsFor(first)
      this.closeBracket(T.RBRACE)
      return { kind: 'SetComp', start, end: this.lastEnd, elt: first, generators }
    }
    const elts = this.elements(first, T.RBRACE)
    return { kind: 'Set', start, end: this.lastEnd, elts }
  }

  /** A dict whose first key was read already, or whose first entry is `**`. */
  private dict(start: number, firstKey: Expression | null): Expression {
    const keys: (Expression | null)[] = []
    const values: Expression[] = []
    let key = firstKey
    do {
      if (this.kind === T.RBRACE) break
      if (key === null && this.kind === T.DOUBLESTAR) {
        keys.push(null)
        values.push(this.unpackedDict())
        continue
      }
      key ??= this.expression()
      if (this.kind !== T.COLON) {
        const at = { start: Math.max(key.start, key.end - 1), end: key.end }
        this.fail("':' expected after dictionary key", at)
      }
      const colon = this.here()
      this.accept(T.COLON)
      const value = this.dictValue(colon)
      if (keys.length === 0 && this.isComprehensionNext()) {
        const generators = this.comprehensions()
        this.closeBracket(T.RBRACE)
        return { kind: 'DictComp', start, end: this.lastEnd, key, value, generators }
      }
      keys.push(key)
      values.push(value)
      key = null
    } while (this.accept(T.COMMA))
    this.closeBracket(T.RBRACE)
    return { kind: 'Dict', start, end: this.lastEnd, keys, values }
  }

  private unpackedDict(): Expression {
    const stars = this.here()
    this.next()
    const value = this.binary(lowestBinary)
    if (this.isComprehensionNext()) {
      this.fail('dict unpacking cannot be used in dict comprehension', stars)
    }
    return value
  }

  private dictValue(colon: Positioned): Expression {
    if (this.kind === T.RBRACE || this.kind === T.COMMA) {
      return this.failExpression("expression expected after dictionary key and ':'", colon)
    }
    if (this.kind === T.STAR) {
      return this.failExpression('cannot use a starred expression in a dictionary value')
    }
    return this.expression()
  }
}
