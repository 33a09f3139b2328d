import { mayBeCompared } from './expressions.ts'
import type {
  Alias,
  ExceptHandler,
  Expression,
  MatchCase,
  Module,
  Name,
  Statement,
  WithItem,
} from './nodes.ts'
import { PatternParser } from './patterns.ts'
import { augmentedOperators } from './precedence.ts'
import { describeExpression, setContext } from './targets.ts'
import type { TokenBuffer } from './token-buffer.ts'
import { startsExpression, T, tableOf } from './tokens.ts'

const maxElifs = 1000

/** What a compound statement begins with: for messages about its block. */
interface Header {
  readonly start: number
  readonly name: string
}

/** What comes before `def` or `class`. */
interface Definition {
  /** Where `def`, `async` or `class` stands. */
  readonly start: number
  readonly decorators: readonly Expression[]
  readonly isAsync: boolean
}

/** Reads statements and blocks; every logical line is read to its end, whatever is wrong with it. */
export class StatementParser extends PatternParser {
  /** The whole text. */
  module(): Module {
    const body: Statement[] = []
    this.readLine()
    this.statements(body)
    return { kind: 'Module', start: 0, end: this.text.length, body }
  }

  /** Statements up to the end of their block, or of the text. Blocks that nothing opened are reported and read in place. */
  private statements(body: Statement[]): void {
    let strayBlocks = 0
    let wasLost = false
    for (;;) {
      if (this.kind === T.INDENT) {
        if (!wasLost) this.reportIndentation('unexpected indent')
        this.next()
        strayBlocks++
      } else if (this.kind === T.DEDENT && strayBlocks > 0) {
        this.next()
        strayBlocks--
      } else if (this.kind === T.DEDENT || this.kind === T.END) {
        return
      } else {
        const before = this.faults.length
        this.statement(body)
        wasLost = this.faults.length > before
      }
    }
  }

  private reportIndentation(message: string): void {
    const { tokens } = this.lexer
    const at = tokens.count - 1
    const end = Math.max(this.start, tokens.endAt(Math.max(at - 1, 0)))
    this.faults.push({ kind: 'indentation', message, start: this.start, end })
  }

  private statement(body: Statement[]): void {
    const { start } = this
    switch (this.kind) {
      case T.NAME:
        if (this.isMatchNext()) body.push(this.match())
        else this.simpleLine(body)
        return
      case T.IF:
        body.push(this.if())
        return
      case T.FOR:
        body.push(this.for(start, false))
        return
      case T.WHILE:
        body.push(this.while())
        return
      case T.TRY:
        body.push(this.try())
        return
      case T.WITH:
        body.push(this.with(start, false))
        return
      case T.DEF:
      case T.CLASS:
      case T.AT:
        body.push(this.decorated())
        return
      case T.ASYNC:
        body.push(this.async())
        return
      default:
        this.simpleLine(body)
    }
  }

  private simpleLine(body: Statement[]): void {
    do {
      if (this.kind === T.NEWLINE) break
      body.push(this.simpleStatement())
    } while (this.accept(T.SEMI))
    this.endLine()
  }

  private endLine(): void {
    if (this.kind !== T.NEWLINE) this.fail('invalid syntax')
    this.readLine()
  }

  /** `:` and the statements it opens, on the same line or indented below; nothing, and a fault, where they are missing. */
  private block(header: Header): Statement[] {
    const body: Statement[] = []
    const wasLost = this.isLost
    if (wasLost && !this.findHeaderColon()) {
      this.readLine()
      return body
    }
    if (!this.accept(T.COLON)) {
      const isPlain = this.kind === T.NEWLINE || alwaysExpectsColon.has(header.name)
      this.fail(isPlain ? "expected ':'" : 'invalid syntax')
      return this.findHeaderColon() ? this.block(header) : this.abandon(body)
    }
    if (this.kind !== T.NEWLINE) {
      this.simpleLine(body)
      return body
    }
    this.readLine()
    if (this.kind === T.INDENT) {
      this.next()
      this.statements(body)
      this.dedent()
    } else if (!wasLost) this.failBlock(header)
    return body
  }

  /** Leaves a block, whose last statement goes on being the last thing read. */
  private dedent(): void {
    const end = this.lastEnd
    this.accept(T.DEDENT)
    this.lastEnd = end
  }

  private abandon(body: Statement[]): Statement[] {
    this.readLine()
    return body
  }

  private failBlock(header: Header): void {
    const line = this.lines.lineOf(header.start)
    this.reportIndentation(`expected an indented block after ${header.name} on line ${line}`)
  }

  /** In a line that was given up: goes to the colon at its end, so that the block below it is still read as one. */
  private findHeaderColon(): boolean {
    const { tokens } = this.lexer
    const at = tokens.count - 2
    if (tokens.kindAt(at) !== T.COLON) return false
    this.index = at
    this.kind = T.COLON
    return true
  }

  private if(): Statement {
    const { start: ifStart } = this
    const branches: { start: number; test: Expression; body: Statement[] }[] = []
    let name = "'if' statement"
    do {
      const { start } = this
      this.next()
      const test = this.namedExpression()
      branches.push({ start, test, body: this.block({ start, name }) })
      name = "'elif' statement"
    } while (this.kind === T.ELIF && branches.length < maxElifs)
    if (this.kind === T.ELIF) {
      const message = 'too many nested statements'
      this.faults.push({ kind: 'depth', message, ...this.here() })
    }
    let orelse: Statement[] = this.elseBlock()
    const end = this.lastEnd
    for (let i = branches.length - 1; i > 0; i--) {
      const branch = branches[i]
      if (branch !== undefined)
        orelse = [
          { kind: 'If', start: branch.start, end, test: branch.test, body: branch.body, orelse },
        ]
    }
    const { test, body } = branches[0] ?? { test: this.atom(), body: [] }
    return { kind: 'If', start: ifStart, end, test, body, orelse }
  }

  private elseBlock(): Statement[] {
    const { start } = this
    if (!this.accept(T.ELSE)) return []
    return this.block({ start, name: "'else' statement" })
  }

  private while(): Statement {
    const { start } = this
    this.next()
    const test = this.namedExpression()
    const body = this.block({ start, name: "'while' statement" })
    const orelse = this.elseBlock()
    return { kind: 'While', start, end: this.lastEnd, test, body, orelse }
  }

  private for(start: number, isAsync: boolean): Statement {
    const name = "'for' statement"
    const headerStart = this.start
    this.next()
    const target = this.targets()
    this.expect(T.IN, 'invalid syntax')
    const iter = this.starExpressions()
    const body = this.block({ start: headerStart, name })
    const orelse = this.elseBlock()
    const end = this.lastEnd
    return { kind: isAsync ? 'AsyncFor' : 'For', start, end, target, iter, body, orelse }
  }

  private try(): Statement {
    const { start } = this
    this.next()
    const body = this.block({ start, name: "'try' statement" })
    const handlers: ExceptHandler[] = []
    let isGroup = false
    while (this.kind === T.EXCEPT) {
      const hasStar = this.peek() === T.STAR
      if (handlers.length > 0 && hasStar !== isGroup) {
        this.fail("cannot have both 'except' and 'except*' on the same 'try'")
      }
      isGroup = hasStar
      const last = handlers[handlers.length - 1]
      if (last !== undefined && last.type === null) {
        this.fail("default 'except:' must be last", last)
      }
      handlers.push(this.handler())
    }
    const orelse = handlers.length > 0 ? this.elseBlock() : []
    const finalStart = this.start
    const hasFinally = this.accept(T.FINALLY)
    const finalbody = hasFinally
      ? this.block({ start: finalStart, name: "'finally' statement" })
      : []
    if (handlers.length === 0 && !hasFinally) this.failTry()
    const end = this.lastEnd
    const kind = isGroup ? 'TryStar' : 'Try'
    return { kind, start, end, body, handlers, orelse, finalbody }
  }

  private failTry(): void {
    const { start } = this
    const end = this.lexer.tokens.endAt(this.index)
    const message = "expected 'except' or 'finally' block"
    this.faults.push({ kind: 'syntax', message, start, end })
  }

  private handler(): ExceptHandler {
    const { start } = this
    this.next()
    const isGroup = this.accept(T.STAR)
    const name = `'except${isGroup ? '*' : ''}' statement`
    let type: Expression | null = null
    let bound: string | null = null
    if (this.kind !== T.COLON && !this.isLost) {
      type = this.exceptionTypes()
      if (this.accept(T.AS)) bound = this.identifier()
    } else if (isGroup) this.fail('expected one or more exception types')
    const body = this.block({ start, name })
    const end = Math.max(start, this.lastEnd)
    return { kind: 'ExceptHandler', start, end, type, name: bound, body }
  }

  /** One type, or several without brackets where none is bound to a name (PEP 758). */
  private exceptionTypes(): Expression {
    const { start } = this
    const first = this.expression()
    if (this.kind !== T.COMMA) return first
    const elts = [first]
    while (this.accept(T.COMMA)) {
      if (this.kind === T.COLON) break
      elts.push(this.expression())
    }
    const end = this.lastEnd
    if (this.kind === T.AS) {
      const message = "multiple exception types must be parenthesized when using 'as'"
      this.fail(message, { start, end })
    }
    return { kind: 'Tuple', start, end, elts, ctx: 'Load' }
  }

  private with(start: number, isAsync: boolean): Statement {
    const headerStart = this.start
    this.next()
    const items = this.hasBracketedItems() ? this.bracketedItems() : this.withItems()
    const body = this.block({ start: headerStart, name: "'with' statement" })
    const end = this.lastEnd
    return { kind: isAsync ? 'AsyncWith' : 'With', start, end, items, body }
  }

  /**
   * True where brackets after `with` hold its items: they end right before the colon and hold nothing that only an
   * expression in brackets can (`:=`, `for`, `yield`, a starred element), or they hold `as`.
   */
  private hasBracketedItems(): boolean {
    if (this.kind !== T.LPAR || this.peek() === T.RPAR) return false
    const { tokens } = this.lexer
    let depth = 0
    let isExpression = false
    for (let at = this.index; at < tokens.count; at++) {
      depth += bracketStep[tokens.kindAt(at)] ?? 0
      if (depth === 0) return tokens.kindAt(at + 1) === T.COLON && !isExpression
      if (depth > 1) continue
      if (tokens.kindAt(at) === T.AS) return true
      isExpression ||= isOnlyInBrackets(tokens, at)
    }
    return false
  }

  private bracketedItems(): readonly WithItem[] {
    const items: WithItem[] = []
    this.next()
    do {
      if (this.kind === T.RPAR) break
      items.push(this.withItem())
    } while (this.accept(T.COMMA))
    this.closeBracket(T.RPAR)
    return items
  }

  private withItems(): readonly WithItem[] {
    const items: WithItem[] = []
    do items.push(this.withItem())
    while (this.accept(T.COMMA))
    return items
  }

  private withItem(): WithItem {
    const { start } = this
    const contextExpr = this.expression()
    const optionalVars = this.accept(T.AS) ? this.starTarget() : null
    const end = Math.max(start, this.lastEnd)
    return { kind: 'WithItem', start, end, contextExpr, optionalVars }
  }

  private starTarget(): Expression {
    const target = this.primary()
    this.store(target)
    return target
  }

  private async(): Statement {
    const { start } = this
    this.next()
    switch (this.kind) {
      case T.DEF:
        return this.function({ start, decorators: [], isAsync: true })
      case T.FOR:
        return this.for(start, true)
      case T.WITH:
        return this.with(start, true)
      default:
        return this.errorLine('invalid syntax')
    }
  }

  /** A line of which nothing can be kept. */
  private errorLine(message: string): Statement {
    const { start } = this
    const end = Math.max(start, this.lexer.tokens.endAt(this.lexer.tokens.count - 1))
    this.fail(message)
    this.readLine()
    return { kind: 'ErrorStatement', start, end, message }
  }

  private decorated(): Statement {
    const decorators: Expression[] = []
    while (this.accept(T.AT)) {
      decorators.push(this.namedExpression())
      this.endLine()
    }
    const { start } = this
    if (this.kind === T.CLASS) return this.class({ start, decorators, isAsync: false })
    const isAsync = this.kind === T.ASYNC && this.peek() === T.DEF
    if (isAsync) this.next()
    if (this.kind === T.DEF) return this.function({ start, decorators, isAsync })
    return this.decoratorsOnly(decorators)
  }

  private decoratorsOnly(decorators: readonly Expression[]): Statement {
    const value = decorators[0] ?? this.failExpression('invalid syntax')
    const message = 'invalid syntax'
    this.faults.push({ kind: 'syntax', message, start: this.start, end: this.here().end })
    return { kind: 'Expr', start: value.start, end: value.end, value }
  }

  private function(definition: Definition): Statement {
    const { start, decorators, isAsync } = definition
    const header = { start: this.start, name: 'function definition' }
    this.next()
    const name = this.identifier()
    const typeParams = this.typeParameters()
    this.expect(T.LPAR, "expected '('")
    const args = this.parameters(T.RPAR, true)
    this.expect(T.RPAR, 'invalid syntax')
    const returns = this.accept(T.RARROW) ? this.expression() : null
    const body = this.block(header)
    const end = this.lastEnd
    const kind = isAsync ? 'AsyncFunctionDef' : 'FunctionDef'
    return { kind, start, end, name, args, body, decorators, returns, typeParams }
  }

  private class(definition: Definition): Statement {
    const { start, decorators } = definition
    this.next()
    const name = this.identifier()
    const typeParams = this.typeParameters()
    const open = this.start
    const { args: bases, keywords } = this.accept(T.LPAR)
      ? this.callArguments(open)
      : { args: [], keywords: [] }
    const body = this.block({ start, name: 'class definition' })
    const end = this.lastEnd
    return { kind: 'ClassDef', start, end, name, bases, keywords, body, decorators, typeParams }
  }

  /** `match` begins a statement only on a line that ends in a colon; else it is a name (PEP 634). */
  private isMatchNext(): boolean {
    if (!this.spells('match')) return false
    const { tokens } = this.lexer
    const after = this.peek()
    if (neverFollowsName[after] === 1) return true
    if (tokens.kindAt(tokens.count - 2) !== T.COLON) return false
    return after !== T.COLON && after !== T.EQUAL && after !== T.DOT && after !== T.COMMA
  }

  private match(): Statement {
    const { start } = this
    this.next()
    const subject = this.subject()
    const cases: MatchCase[] = []
    const wasLost = this.isLost
    if (wasLost) this.findHeaderColon()
    this.expect(T.COLON, "expected ':'")
    this.endLine()
    if (this.accept(T.INDENT)) this.cases(cases)
    else if (!wasLost) this.failBlock({ start, name: "'match' statement" })
    return { kind: 'Match', start, end: this.lastEnd, subject, cases }
  }

  private subject(): Expression {
    const { start } = this
    const first = this.starNamedExpression()
    if (this.kind !== T.COMMA) {
      if (first.kind === 'Starred') this.fail('invalid syntax', first)
      return first
    }
    const elts = [first]
    while (this.accept(T.COMMA)) {
      if (this.kind === T.COLON) break
      elts.push(this.starNamedExpression())
    }
    return { kind: 'Tuple', start, end: this.lastEnd, elts, ctx: 'Load' }
  }

  /** `case` blocks to the end of the `match`; other statements among them are reported and passed over. */
  private cases(cases: MatchCase[]): void {
    const others: Statement[] = []
    while (this.kind !== T.DEDENT && this.kind !== T.END) {
      if (this.spells('case')) cases.push(this.case())
      else {
        const { start } = this
        const end = this.here().end
        this.faults.push({ kind: 'syntax', message: 'invalid syntax', start, end })
        if (this.accept(T.INDENT)) {
          this.statements(others)
          this.accept(T.DEDENT)
        } else this.statement(others)
      }
    }
    this.dedent()
  }

  private case(): MatchCase {
    const { start } = this
    this.next()
    const pattern = this.openPattern()
    const guard = this.accept(T.IF) ? this.namedExpression() : null
    const body = this.block({ start, name: "'case' statement" })
    const end = Math.max(start, this.lastEnd)
    return { kind: 'MatchCase', start, end, pattern, guard, body }
  }

  private simpleStatement(): Statement {
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
      if (!this.accept(T.EQUAL)) break
      value = this.starExpressions()
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

const openParenthesis = 40
/** After these headers CPython asks for a colon whatever follows; after the others only at the end of the line. */
const alwaysExpectsColon: ReadonlySet<string> = new Set([
  'function definition',
  "'else' statement",
  "'try' statement",
  "'finally' statement",
])
/** What cannot follow a name in an expression, so that the name must be a soft keyword. */
const neverFollowsName = tableOf([
  T.NAME,
  T.NUMBER,
  T.STRING,
  T.FSTRING_START,
  T.LBRACE,
  T.NONE,
  T.TRUE,
  T.FALSE,
])

/** The statements that Python 2 had and that are functions now. */
function isLegacyStatement(value: Expression): value is Name {
  return value.kind === 'Name' && (value.id === 'print' || value.id === 'exec')
}

const bracketStep = new Int8Array(128)
for (const kind of [T.LPAR, T.LSQB, T.LBRACE]) bracketStep[kind] = 1
for (const kind of [T.RPAR, T.RSQB, T.RBRACE]) bracketStep[kind] = -1

function isOnlyInBrackets(tokens: TokenBuffer, at: number): boolean {
  const kind = tokens.kindAt(at)
  if (kind !== T.STAR) {
    return kind === T.COLONEQUAL || kind === T.FOR || kind === T.ASYNC || kind === T.YIELD
  }
  const before = tokens.kindAt(at - 1)
  return before === T.COMMA || before === T.LPAR
}
