import { LiteralParser } from './literals.ts'
import type { Arg, Arguments, Comprehension, Expression, Keyword, TypeParameter } from './nodes.ts'
import { T } from './tokens.ts'

/** What a call or a class definition is given. */
export interface CallArguments {
  readonly args: readonly Expression[]
  readonly keywords: readonly Keyword[]
}

/** The parameters read so far. */
interface Parameters {
  posonlyargs: Arg[]
  args: Arg[]
  vararg: Arg | null
  readonly kwonlyargs: Arg[]
  readonly kwDefaults: (Expression | null)[]
  kwarg: Arg | null
  readonly defaults: Expression[]
  hasSlash: boolean
  hasStar: boolean
}

/** The arguments read so far, with what decides which may follow. */
interface GivenArguments {
  readonly args: Expression[]
  readonly keywords: Keyword[]
  readonly open: number
  hasUnpacking: boolean
}

/** Reads the parameters of functions and generics, and the arguments of calls. */
export abstract class ArgumentParser extends LiteralParser {
  /** An expression or `a := b`. */
  protected abstract assignmentExpression(): Expression
  protected abstract starredExpression(): Expression
  protected abstract comprehensions(): readonly Comprehension[]

  /** Parameters up to `close`, which stays the current token; only those of `def` are annotated. */
  protected parameters(close: number, isAnnotated: boolean): Arguments {
    const { start } = this
    const found: Parameters = {
      posonlyargs: [],
      args: [],
      vararg: null,
      kwonlyargs: [],
      kwDefaults: [],
      kwarg: null,
      defaults: [],
      hasSlash: false,
      hasStar: false,
    }
    let isEmpty = true
    while (this.kind !== close && !this.isLost) {
      isEmpty = false
      if (found.kwarg !== null) this.fail('arguments cannot follow var-keyword argument')
      this.parameter(found, close, isAnnotated)
      if (!this.accept(T.COMMA)) break
    }
    const { posonlyargs, args, vararg, kwonlyargs, kwDefaults, kwarg, defaults } = found
    const end = isEmpty ? start : Math.max(start, this.lastEnd)
    const first = isEmpty ? start : Math.min(start, end)
    return {
      kind: 'Arguments',
      start: first,
      end,
      posonlyargs,
      args,
      vararg,
      kwonlyargs,
      kwDefaults,
      kwarg,
      defaults,
    }
  }

  private parameter(found: Parameters, close: number, isAnnotated: boolean): void {
    switch (this.kind) {
      case T.SLASH:
        this.slash(found)
        return
      case T.STAR:
        this.starParameter(found, close, isAnnotated)
        return
      case T.DOUBLESTAR:
        this.next()
        found.kwarg = this.parameterName(isAnnotated, false)
        if (this.kind === T.EQUAL) this.fail('var-keyword argument cannot have default value')
        return
      default:
        this.plainParameter(found, isAnnotated)
    }
  }

  private slash(found: Parameters): void {
    if (found.hasSlash) this.fail('/ may appear only once')
    else if (found.hasStar) this.fail('/ must be ahead of *')
    else if (found.args.length === 0) this.fail('at least one argument must precede /')
    else this.next()
    found.hasSlash = true
    found.posonlyargs = found.args
    found.args = []
  }

  private starParameter(found: Parameters, close: number, isAnnotated: boolean): void {
    const star = this.here()
    if (found.hasStar) this.fail('* argument may appear only once')
    found.hasStar = true
    this.next()
    if (this.kind === T.COMMA) {
      const after = this.peek()
      if (after === close || after === T.DOUBLESTAR) {
        this.fail('named arguments must follow bare *', star)
      }
      return
    }
    if (this.kind === close) {
      this.fail('named arguments must follow bare *', isAnnotated ? star : undefined)
      return
    }
    found.vararg = this.parameterName(isAnnotated, true)
    if (this.kind === T.EQUAL) this.fail('var-positional argument cannot have default value')
  }

  private plainParameter(found: Parameters, isAnnotated: boolean): void {
    if (this.kind === T.LPAR) {
      const subject = isAnnotated ? 'Function' : 'Lambda expression'
      this.fail(`${subject} parameters cannot be parenthesized`)
    }
    const parameter = this.parameterName(isAnnotated, false)
    if (parameter === null) return
    const value = this.defaultValue()
    if (found.hasStar) {
      found.kwonlyargs.push(parameter)
      found.kwDefaults.push(value)
      return
    }
    if (value !== null) found.defaults.push(value)
    else if (found.defaults.length > 0) {
      this.fail('parameter without a default follows parameter with a default', parameter)
      return
    }
    found.args.push(parameter)
  }

  private defaultValue(): Expression | null {
    const sign = this.here()
    if (!this.accept(T.EQUAL)) return null
    if (this.kind === T.COMMA || this.kind === T.RPAR || this.kind === T.COLON) {
      this.fail('expected default value expression', sign)
    }
    return this.expression()
  }

  private parameterName(isAnnotated: boolean, isStarred: boolean): Arg | null {
    const { start } = this
    const name = this.identifier()
    if (this.isLost) return null
    let annotation: Expression | null = null
    if (isAnnotated && this.accept(T.COLON)) {
      annotation = isStarred ? this.starredExpression() : this.expression()
    }
    return { kind: 'Arg', start, end: this.lastEnd, name, annotation }
  }

  /** The parameters of a generic definition in their brackets, none where there are no brackets (PEP 695, PEP 696). */
  protected typeParameters(): readonly TypeParameter[] {
    const found: TypeParameter[] = []
    if (!this.accept(T.LSQB)) return found
    while (this.kind !== T.RSQB && !this.isLost) {
      const parameter = this.typeParameter()
      found.push(parameter)
      if (!this.accept(T.COMMA)) break
    }
    if (found.length === 0) this.fail('Type parameter list cannot be empty')
    this.expect(T.RSQB, 'invalid syntax')
    return found
  }

  private typeParameter(): TypeParameter {
    const { start } = this
    if (this.accept(T.STAR)) {
      const name = this.unboundName('TypeVarTuple')
      const defaultValue = this.accept(T.EQUAL) ? this.starredExpression() : null
      return { kind: 'TypeVarTuple', start, end: this.lastEnd, name, defaultValue }
    }
    if (this.accept(T.DOUBLESTAR)) {
      const name = this.unboundName('ParamSpec')
      const defaultValue = this.accept(T.EQUAL) ? this.expression() : null
      return { kind: 'ParamSpec', start, end: this.lastEnd, name, defaultValue }
    }
    const name = this.identifier()
    const bound = this.accept(T.COLON) ? this.expression() : null
    const defaultValue = this.accept(T.EQUAL) ? this.expression() : null
    return {
      kind: 'TypeVar',
      start,
      end: Math.max(start, this.lastEnd),
      name,
      bound,
      defaultValue,
    }
  }

  private unboundName(kind: string): string {
    const name = this.identifier()
    if (this.kind === T.COLON) this.fail(`cannot use bound with ${kind}`)
    return name
  }

  /** Arguments after `(`, which ends at `open + 1`, and the closing bracket. */
  protected callArguments(open: number): CallArguments {
    const given: GivenArguments = { args: [], keywords: [], open, hasUnpacking: false }
    while (this.kind !== T.RPAR && !this.isLost) {
      this.argument(given)
      if (!this.accept(T.COMMA)) break
    }
    this.closeBracket(T.RPAR)
    return given
  }

  private argument(given: GivenArguments): void {
    const { start } = this
    if (this.kind === T.STAR) {
      if (given.hasUnpacking) {
        this.fail('iterable argument unpacking follows keyword argument unpacking')
      }
      this.next()
      const value = this.expression()
      given.args.push({ kind: 'Starred', start, end: this.lastEnd, value, ctx: 'Load' })
    } else if (this.accept(T.DOUBLESTAR)) {
      const value = this.expression()
      given.keywords.push({ kind: 'Keyword', start, end: this.lastEnd, arg: null, value })
      given.hasUnpacking = true
    } else if (this.kind === T.NAME && this.peek() === T.EQUAL) {
      this.keyword(given)
    } else {
      this.positional(given)
    }
  }

  private keyword(given: GivenArguments): void {
    const { start } = this
    const arg = this.identifier()
    const sign = this.here()
    this.next()
    if (this.kind === T.COMMA || this.kind === T.RPAR) {
      this.fail('expected argument value expression', { start, end: sign.end })
    }
    const value = this.expression()
    if (this.kind === T.FOR || this.kind === T.ASYNC) {
      const message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"
      this.fail(message, { start, end: sign.end })
    }
    given.keywords.push({ kind: 'Keyword', start, end: this.lastEnd, arg, value })
  }

  private positional(given: GivenArguments): void {
    const value = this.assignmentExpression()
    if (this.kind === T.EQUAL) {
      const message = isConstantName(this.text.slice(value.start, value.end))
        ? `cannot assign to ${this.text.slice(value.start, value.end)}`
        : 'expression cannot contain assignment, perhaps you meant "=="?'
      this.fail(message, { start: value.start, end: this.here().end })
    }
    if (this.kind === T.FOR || this.kind === T.ASYNC) {
      given.args.push(this.soleGenerator(given, value))
      return
    }
    if (given.hasUnpacking) {
      this.fail('positional argument follows keyword argument unpacking')
    } else if (given.keywords.length > 0) {
      this.fail('positional argument follows keyword argument')
    }
    given.args.push(value)
  }

  /** A generator needs no brackets of its own where it is the only argument; it then takes the call's. */
  private soleGenerator(given: GivenArguments, elt: Expression): Expression {
    const generators = this.comprehensions()
    const isAlone = given.args.length + given.keywords.length === 0 && this.kind === T.RPAR
    const own = { start: elt.start, end: this.lastEnd }
    if (!isAlone && (this.kind === T.COMMA || this.kind === T.RPAR)) {
      this.fail('Generator expression must be parenthesized', own)
    }
    const range = isAlone ? { start: given.open, end: this.here().end } : own
    return { kind: 'GeneratorExp', ...range, elt, generators }
  }
}

function isConstantName(word: string): boolean {
  return word === 'True' || word === 'False' || word === 'None'
}
