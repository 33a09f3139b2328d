import { ExpressionParser } from './expressions.ts'
import type { Expression, Pattern } from './nodes.ts'
import { T } from './tokens.ts'

/** Reads what stands after `case` (PEP 634). */
export abstract class PatternParser extends ExpressionParser {
  /** A pattern, or several as a sequence without brackets. */
  protected openPattern(): Pattern {
    const { start } = this
    const first = this.maybeStarPattern()
    if (this.kind !== T.COMMA) {
      if (first.kind !== 'MatchStar') return first
      return { kind: 'MatchSequence', start, end: this.lastEnd, patterns: [first] }
    }
    const patterns = [first]
    while (this.accept(T.COMMA)) {
      if (this.kind === T.COLON || this.kind === T.IF) break
      patterns.push(this.maybeStarPattern())
    }
    return { kind: 'MatchSequence', start, end: this.lastEnd, patterns }
  }

  private maybeStarPattern(): Pattern {
    if (this.kind !== T.STAR) return this.asPattern()
    const { start } = this
    this.next()
    const name = this.capture()
    return { kind: 'MatchStar', start, end: this.lastEnd, name }
  }

  private asPattern(): Pattern {
    const { start } = this
    if (!this.enter()) {
      this.leave()
      return this.missingPattern()
    }
    const pattern = this.orPattern()
    this.leave()
    if (!this.accept(T.AS)) return pattern
    const target = this.here()
    if (this.kind !== T.NAME) this.fail('invalid pattern target')
    const name = this.identifier()
    if (name === '_') this.fail("cannot use '_' as a target", target)
    else if (this.kind === T.DOT || this.kind === T.LPAR)
      this.fail('invalid pattern target', target)
    return { kind: 'MatchAs', start, end: this.lastEnd, pattern, name }
  }

  private orPattern(): Pattern {
    const { start } = this
    const first = this.closedPattern()
    if (this.kind !== T.VBAR) return first
    const patterns = [first]
    while (this.accept(T.VBAR)) patterns.push(this.closedPattern())
    return { kind: 'MatchOr', start, end: this.lastEnd, patterns }
  }

  private closedPattern(): Pattern {
    const { start } = this
    switch (this.kind) {
      case T.NAME:
        return this.namePattern()
      case T.NUMBER:
      case T.MINUS:
        return this.valuePattern(start, this.signedNumber())
      case T.STRING:
      case T.FSTRING_START:
        return this.valuePattern(start, this.strings())
      case T.NONE:
      case T.TRUE:
      case T.FALSE: {
        const value = this.kind === T.NONE ? null : this.kind === T.TRUE
        this.next()
        return { kind: 'MatchSingleton', start, end: this.lastEnd, value }
      }
      case T.LPAR:
        return this.groupPattern(T.RPAR)
      case T.LSQB:
        return this.groupPattern(T.RSQB)
      case T.LBRACE:
        return this.mappingPattern()
      default:
        return this.missingPattern()
    }
  }

  private missingPattern(): Pattern {
    return this.valuePattern(this.start, this.failExpression('invalid syntax'))
  }

  private valuePattern(start: number, value: Expression): Pattern {
    return { kind: 'MatchValue', start, end: Math.max(start, value.end), value }
  }

  /** `-1`, `2.5`, `3 - 4j`. */
  private signedNumber(): Expression {
    const { start } = this
    const left = this.signed()
    if (this.kind !== T.PLUS && this.kind !== T.MINUS) return left
    const op = this.kind === T.PLUS ? 'Add' : 'Sub'
    if (isComplex(left)) this.fail('real number required in complex literal', left)
    this.next()
    const right = this.kind === T.NUMBER ? this.number() : this.failExpression('invalid syntax')
    if (!isComplex(right)) this.fail('imaginary number required in complex literal', right)
    return { kind: 'BinOp', start, end: this.lastEnd, left, op, right }
  }

  private signed(): Expression {
    const { start } = this
    if (this.kind !== T.MINUS) return this.number()
    this.next()
    const operand = this.kind === T.NUMBER ? this.number() : this.failExpression('invalid syntax')
    return { kind: 'UnaryOp', start, end: this.lastEnd, op: 'USub', operand }
  }

  private groupPattern(close: number): Pattern {
    const { start } = this
    this.next()
    const patterns: Pattern[] = []
    let hasComma = false
    while (this.kind !== close && !this.isLost) {
      patterns.push(this.maybeStarPattern())
      if (!this.accept(T.COMMA)) break
      hasComma = true
    }
    this.closeBracket(close)
    const only = patterns[0]
    const isGroup = close === T.RPAR && patterns.length === 1 && !hasComma
    if (isGroup && only !== undefined && only.kind !== 'MatchStar') return only
    return { kind: 'MatchSequence', start, end: this.lastEnd, patterns }
  }

  private mappingPattern(): Pattern {
    const { start } = this
    this.next()
    const keys: Expression[] = []
    const patterns: Pattern[] = []
    let rest: string | null = null
    while (this.kind !== T.RBRACE && !this.isLost) {
      if (rest !== null) this.fail('invalid syntax')
      if (this.accept(T.DOUBLESTAR)) rest = this.identifier()
      else {
        keys.push(this.mappingKey())
        this.expect(T.COLON, 'invalid syntax')
        patterns.push(this.asPattern())
      }
      if (!this.accept(T.COMMA)) break
    }
    this.closeBracket(T.RBRACE)
    return { kind: 'MatchMapping', start, end: this.lastEnd, keys, patterns, rest }
  }

  private mappingKey(): Expression {
    switch (this.kind) {
      case T.NUMBER:
      case T.MINUS:
        return this.signedNumber()
      case T.STRING:
      case T.FSTRING_START:
        return this.strings()
      case T.NONE:
      case T.TRUE:
      case T.FALSE:
        return this.atom()
      default: {
        const key = this.dottedName()
        if (key.kind === 'Name') this.fail('invalid syntax')
        return key
      }
    }
  }

  private namePattern(): Pattern {
    const { start } = this
    const after = this.peek()
    if (after !== T.DOT && after !== T.LPAR) {
      const name = this.capture()
      return { kind: 'MatchAs', start, end: this.lastEnd, pattern: null, name }
    }
    const cls = this.dottedName()
    return this.kind === T.LPAR ? this.classPattern(cls) : this.valuePattern(start, cls)
  }

  private classPattern(cls: Expression): Pattern {
    const patterns: Pattern[] = []
    const kwdAttrs: string[] = []
    const kwdPatterns: Pattern[] = []
    this.next()
    while (this.kind !== T.RPAR && !this.isLost) {
      if (this.kind === T.NAME && this.peek() === T.EQUAL) {
        kwdAttrs.push(this.identifier())
        this.next()
        kwdPatterns.push(this.asPattern())
      } else {
        const pattern = this.asPattern()
        if (kwdAttrs.length > 0) this.fail('positional patterns follow keyword patterns', pattern)
        patterns.push(pattern)
      }
      if (!this.accept(T.COMMA)) break
    }
    this.closeBracket(T.RPAR)
    const { start } = cls
    const end = this.lastEnd
    return { kind: 'MatchClass', start, end, cls, patterns, kwdAttrs, kwdPatterns }
  }

  private dottedName(): Expression {
    const first = this.name('Load')
    let value: Expression = first
    while (this.accept(T.DOT)) {
      const attr = this.identifier()
      value = { kind: 'Attribute', start: first.start, end: this.lastEnd, value, attr, ctx: 'Load' }
    }
    return value
  }

  /** A name to bind; `_` binds nothing. */
  private capture(): string | null {
    const name = this.identifier()
    return name === '_' ? null : name
  }
}

function isComplex(expression: Expression): boolean {
  return expression.kind === 'Constant' && expression.type === 'complex'
}
