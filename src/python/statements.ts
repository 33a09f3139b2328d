import type { ExceptHandler, Expression, MatchCase, Module, Statement, WithItem } from './nodes.ts'
import { SimpleStatementParser } from './simple-statements.ts'
import type { TokenBuffer } from './token-buffer.ts'
import { T, tableOf } from './tokens.ts'

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
export class StatementParser extends SimpleStatementParser {
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
        if (this.isMatchNext()) this.match(body)
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
    this.fail(message)
    const end = this.lastEnd
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
    const hasBases = this.accept(T.LPAR)
    const { args: bases, keywords } = hasBases
      ? this.callArguments(open)
      : { args: [], keywords: [] }
    const [only] = bases
    if (only?.kind === 'GeneratorExp' && only.start === open) {
      this.fail('invalid syntax', { start: only.elt.end + 1, end: only.elt.end + 4 })
    }
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

  private match(body: Statement[]): void {
    const { start } = this
    this.next()
    const subject = this.subject()
    const cases: MatchCase[] = []
    const others: Statement[] = []
    const wasLost = this.isLost
    if (wasLost) this.findHeaderColon()
    this.expect(T.COLON, "expected ':'")
    this.endLine()
    if (this.accept(T.INDENT)) this.cases(cases, others)
    else if (!wasLost) this.failBlock({ start, name: "'match' statement" })
    const last = cases[cases.length - 1]
    const end = others.length === 0 ? this.lastEnd : (last?.end ?? subject.end)
    body.push({ kind: 'Match', start, end: Math.max(start, end), subject, cases }, ...others)
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

  /** `case` blocks; what else stands among them ends the `match`, though not its indentation. */
  private cases(cases: MatchCase[], others: Statement[]): void {
    while (this.spells('case')) cases.push(this.case())
    if (this.kind !== T.DEDENT && this.kind !== T.END) {
      this.faults.push({ kind: 'syntax', message: 'invalid syntax', ...this.here() })
      this.statements(others)
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
}

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
