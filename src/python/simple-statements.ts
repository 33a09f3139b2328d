import { mayBeCompared } from './expressions.ts'
import type { Alias, Expression, Name, Statement } from './nodes.ts'
import { PatternParser } from './patterns.ts'
import { augmentedOperators } from './precedence.ts'
import { describeExpression, setContext } from './targets.ts'
import { startsExpression, T } from './tokens.ts'

const openParenthesis = 40

/** Reads the statements that hold no others. */
export abstract class SimpleStatementParser extends PatternParser {
  protected simpleStatement(): Statement {
    switch (this.kind) {
      case T.PASS:
        return this.bare('Pass')
      case T.BREAK:
        return this.bare('Break')
      case T.CONTINUE:
        return this.bare('Continue')
      case T.RETURN:
        return this.return()
      case T.RAISE:
        return this.raise()
      case T.GLOBAL:
        return this.scope('Global')
      case T.NONLOCAL:
        return this.scope('Nonlocal')
      case T.DEL:
        return this.delete()
      case T.ASSERT:
        return this.assert()
      case T.IMPORT:
        return this.import()
      case T.FROM:
        return this.importFrom()
      case T.NAME:
        if (this.peek() === T.NAME && this.spells('type')) return this.typeAlias()
        return this.expressionStatement()
      default:
        return this.expressionStatement()
    }
  }

  private bare(kind: 'Pass' | 'Break' | 'Continue'): Statement {
    const { start } = this
    this.next()
    return { kind, start, end: this.lastEnd }
  }

  private endsSimple(): boolean {
    return this.kind === T.NEWLINE || this.kind === T.SEMI
  }

  private return(): Statement {
    const { start } = this
    this.next()
    const value = this.endsSimple() ? null : this.starExpressions()
    return { kind: 'Return', start, end: this.lastEnd, value }
  }

  private raise(): Statement {
    const { start } = this
    this.next()
    const exc = this.endsSimple() ? null : this.expression()
    const cause = exc !== null && this.accept(T.FROM) ? this.expression() : null
    return { kind: 'Raise', start, end: this.lastEnd, exc, cause }
  }

  private scope(kind: 'Global' | 'Nonlocal'): Statement {
    const { start } = this
    this.next()
    const names: string[] = []
    do names.push(this.identifier())
    while (this.accept(T.COMMA))
    return { kind, start, end: this.lastEnd, names }
  }

  private delete(): Statement {
    const { start } = this
    const targets: Expression[] = []
    this.next()
    do {
      if (this.endsSimple() && targets.length > 0) break
      const target = this.starExpression()
      const invalid = setContext(target, 'Del')
      if (invalid !== null) this.fail(`cannot delete ${describeExpression(invalid)}`, invalid)
      targets.push(target)
    } while (this.accept(T.COMMA))
    return { kind: 'Delete', start, end: this.lastEnd, targets }
  }

  private assert(): Statement {
    const { start } = this
    this.next()
    const test = this.expression()
    const msg = this.accept(T.COMMA) ? this.expression() : null
    return { kind: 'Assert', start, end: this.lastEnd, test, msg }
  }

  private import(): Statement {
    const { start } = this
    const names: Alias[] = []
    this.next()
    this.expectImported()
    do names.push(this.alias(true))
    while (this.accept(T.COMMA))
    if (this.kind === T.FROM) {
      const message = "Did you mean to use 'from ... import ...' instead?"
      this.fail(message, { start, end: this.here().end })
    }
    return { kind: 'Import', start, end: this.lastEnd, names }
  }

  private expectImported(): void {
    if (this.endsSimple()) this.fail("Expected one or more names after 'import'")
  }

  private importFrom(): Statement {
    const { start } = this
    let level = 0
    this.next()
    while (this.kind === T.DOT || this.kind === T.ELLIPSIS) {
      level += this.kind === T.DOT ? 1 : 3
      this.next()
    }
    const module = this.kind === T.NAME || level === 0 ? this.dottedText() : null
    this.expect(T.IMPORT, 'invalid syntax')
    this.expectImported()
    const names = this.importedNames()
    return { kind: 'ImportFrom', start, end: this.lastEnd, module, names, level }
  }

  private importedNames(): readonly Alias[] {
    const { start } = this
    if (this.accept(T.STAR)) {
      return [{ kind: 'Alias', start, end: this.lastEnd, name: '*', asname: null }]
    }
    const isBracketed = this.accept(T.LPAR)
    const names: Alias[] = []
    do {
      if (names.length > 0 && isBracketed && this.kind === T.RPAR) break
      if (names.length > 0 && this.endsSimple()) {
        this.fail('trailing comma not allowed without surrounding parentheses')
        break
      }
      names.push(this.alias(false))
    } while (this.accept(T.COMMA))
    if (isBracketed) this.closeBracket(T.RPAR)
    return names
  }

  private alias(isDotted: boolean): Alias {
    const { start } = this
    const name = isDotted ? this.dottedText() : this.identifier()
    const asname = this.accept(T.AS) ? this.identifier() : null
    return { kind: 'Alias', start, end: Math.max(start, this.lastEnd), name, asname }
  }

  private dottedText(): string {
    const parts = [this.identifier()]
    while (this.accept(T.DOT)) parts.push(this.identifier())
    return parts.join('.')
  }

  private typeAlias(): Statement {
    const { start } = this
    this.next()
    const name = this.name('Store')
    const typeParams = this.typeParameters()
    this.expect(T.EQUAL, 'invalid syntax')
    const value = this.expression()
    return { kind: 'TypeAlias', start, end: this.lastEnd, name, typeParams, value }
  }

  private expressionStatement(): Statement {
    const { start } = this
    const value = this.starExpressions()
    if (this.kind === T.EQUAL) return this.assignment(start, value)
    if (this.kind === T.COLON) return this.annotated(start, value)
    if (augmentedOperators[this.kind] !== undefined) return this.augmented(start, value)
    if (this.kind === T.COLONEQUAL && value.kind !== 'Name') {
      const description = describeExpression(value)
      this.fail(`cannot use assignment expressions with ${description}`, value)
    }
    if (isLegacyStatement(value) && startsExpression[this.kind] === 1) {
      const { id } = value
      const end = this.lexer.tokens.startAt(this.lexer.tokens.count - 1)
      this.fail(`Missing parentheses in call to '${id}'. Did you mean ${id}(...)?`, { start, end })
    }
    return { kind: 'Expr', start, end: Math.max(start, this.lastEnd), value }
  }

  private assignment(start: number, first: Expression): Statement {
    const targets: Expression[] = []
    let value = first
    while (this.kind === T.EQUAL) {
      this.storeAssigned(value, targets.length === 0)
      targets.push(value)
      value = this.accept(T.EQUAL) ? this.starExpressions() : this.missing()
    }
    return { kind: 'Assign', start, end: this.lastEnd, targets, value }
  }

  private storeAssigned(target: Expression, isFirst: boolean): void {
    const invalid = setContext(target, 'Store')
    if (invalid === null) return
    const isYield = target.kind === 'Yield' || target.kind === 'YieldFrom'
    if (isYield && this.text.charCodeAt(target.start - 1) !== openParenthesis) {
      this.fail('assignment to yield expression not possible', target)
    } else if (isFirst && invalid === target && mayBeCompared(target)) this.failEquals(target)
    else this.fail(`cannot assign to ${describeExpression(invalid)}`, invalid)
  }

  private augmented(start: number, target: Expression): Statement {
    const op = augmentedOperators[this.kind] ?? 'Add'
    if (!isSingleTarget(target)) {
      const description = describeExpression(target)
      this.fail(`'${description}' is an illegal expression for augmented assignment`, target)
    }
    this.store(target)
    this.next()
    const value = this.isLost ? this.failExpression('invalid syntax') : this.starExpressions()
    return { kind: 'AugAssign', start, end: Math.max(start, this.lastEnd), target, op, value }
  }

  private annotated(start: number, target: Expression): Statement {
    if (!isSingleTarget(target)) {
      const isSequence = target.kind === 'List' || target.kind === 'Tuple'
      const message = isSequence
        ? `only single target (not ${describeExpression(target)}) can be annotated`
        : 'illegal target for annotation'
      this.fail(message, target)
    }
    this.store(target)
    this.accept(T.COLON)
    const annotation = this.expression()
    const value = this.accept(T.EQUAL) ? this.starExpressions() : null
    const isSimple = target.kind === 'Name' && target.start === start
    const end = Math.max(start, this.lastEnd)
    return { kind: 'AnnAssign', start, end, target, annotation, value, isSimple }
  }
}

function isSingleTarget(target: Expression): boolean {
  return target.kind === 'Name' || target.kind === 'Attribute' || target.kind === 'Subscript'
}

/** The statements that Python 2 had and that are functions now. */
function isLegacyStatement(value: Expression): value is Name {
  return value.kind === 'Name' && (value.id === 'print' || value.id === 'exec')
}
