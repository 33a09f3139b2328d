import type {
  AnnAssign,
  AsyncFor,
  AsyncFunctionDef,
  AsyncWith,
  ClassDef,
  ExceptHandler,
  For,
  FunctionDef,
  Global,
  ImportFrom,
  Module,
  Nonlocal,
  Positioned,
  Return,
  Statement,
  Try,
  TryStar,
  TypeAlias,
  TypeParameter,
  With,
} from '../nodes.ts'
import { PatternChecker } from './pattern-checker.ts'
import { isFunction, type NameUses, nonlocalFault, openScope, type Scope, usesOf } from './scope.ts'

/** CPython 3.13; one less before. A handler counts twice. */
const maxNestedBlocks = 21
const features: ReadonlySet<string> = new Set([
  'nested_scopes',
  'generators',
  'division',
  'absolute_import',
  'with_statement',
  'print_function',
  'unicode_literals',
  'barry_as_FLUFL',
  'generator_stop',
  'annotations',
])

/** The statements around a statement, as far as its own function. */
interface Around {
  /** How many loops, `with` and `try` blocks there are. */
  readonly depth: number
  readonly isInLoop: boolean
  /** In the handler of an `except*`, with no loop or function between. */
  readonly isInGroup: boolean
}

const nothingAround: Around = { depth: 0, isInLoop: false, isInGroup: false }
const inGroupMessage = "'break', 'continue' and 'return' cannot appear in an except* block"

/** Checks statements in the order of the text, as CPython's symbol table and compiler do. */
export class StatementChecker extends PatternChecker {
  readonly #nonlocals: { readonly scope: Scope; readonly name: string; readonly at: Positioned }[] =
    []
  #leading: ReadonlySet<Statement> = new Set()

  module(module: Module): void {
    const scope = openScope('module', null)
    this.#leading = leadingStatements(module)
    this.#body(module.body, scope, nothingAround)
    for (const { scope: inner, name, at } of this.#nonlocals) {
      const message = nonlocalFault(inner, name)
      if (message !== null) this.fail(message, at)
    }
  }

  #body(statements: readonly Statement[], scope: Scope, around: Around): void {
    for (const statement of statements) this.#statement(statement, scope, around)
  }

  #statement(node: Statement, scope: Scope, around: Around): void {
    switch (node.kind) {
      case 'Expr':
        this.expression(node.value, scope)
        return
      case 'Assign':
        this.expression(node.value, scope)
        this.expressions(node.targets, scope)
        return
      case 'AugAssign':
        this.expressions([node.value, node.target], scope)
        return
      case 'AnnAssign':
        this.#annotated(node, scope)
        return
      case 'Delete':
        this.expressions(node.targets, scope)
        return
      case 'Raise':
        this.expressions([node.exc, node.cause], scope)
        return
      case 'Assert':
        this.expressions([node.test, node.msg], scope)
        return
      case 'Return':
        this.#return(node, scope, around)
        return
      case 'Break':
      case 'Continue':
        this.#jump(node, around)
        return
      default:
        this.#compound(node, scope, around)
    }
  }

  #compound(node: Statement, scope: Scope, around: Around): void {
    switch (node.kind) {
      case 'If':
        this.expression(node.test, scope)
        this.#body(node.body, scope, around)
        this.#body(node.orelse, scope, around)
        return
      case 'While':
        this.expression(node.test, scope)
        this.#body(node.body, scope, this.#loop(node, around))
        this.#body(node.orelse, scope, around)
        return
      case 'For':
      case 'AsyncFor':
        this.#for(node, scope, around)
        return
      case 'With':
      case 'AsyncWith':
        this.#with(node, scope, around)
        return
      case 'Try':
      case 'TryStar':
        this.#try(node, scope, around)
        return
      case 'Match':
        this.expression(node.subject, scope)
        this.cases(node.cases, scope)
        for (const each of node.cases) {
          if (each.guard !== null) this.expression(each.guard, scope)
          this.#body(each.body, scope, around)
        }
        return
      default:
        this.#definition(node, scope)
    }
  }

  #definition(node: Statement, scope: Scope): void {
    switch (node.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        this.#function(node, scope)
        return
      case 'ClassDef':
        this.#class(node, scope)
        return
      case 'TypeAlias':
        this.#typeAlias(node, scope)
        return
      case 'Global':
        this.#global(node, scope)
        return
      case 'Nonlocal':
        this.#nonlocal(node, scope)
        return
      case 'Import':
        for (const { name, asname, start, end } of node.names) {
          this.#bind(asname ?? name.split('.', 1)[0] ?? name, scope, { start, end })
        }
        return
      case 'ImportFrom':
        this.#importFrom(node, scope)
    }
  }

  #bind(name: string, scope: Scope, at: Positioned): void {
    usesOf(scope, name).isBound = true
    this.checkDebug(name, 'Store', at)
  }

  #annotated(node: AnnAssign, scope: Scope): void {
    const { target } = node
    if (target.kind === 'Name') {
      const uses = usesOf(scope, target.id)
      const isOuter = uses.isGlobal || uses.isNonlocal
      if (isOuter && node.isSimple && scope.kind !== 'module') {
        const where = uses.isGlobal ? 'global' : 'nonlocal'
        this.fail(`annotated name '${target.id}' can't be ${where}`, node)
      }
      if (node.isSimple) uses.isAnnotated = true
      if (node.isSimple || node.value !== null) uses.isBound = true
      this.checkDebug(target.id, 'Store', target)
    } else this.expression(target, scope)
    this.expressions([node.annotation, node.value], scope)
  }

  #return(node: Return, scope: Scope, around: Around): void {
    if (!isFunction(scope)) this.fail("'return' outside function", node)
    else if (around.isInGroup) this.fail(inGroupMessage, node)
    if (node.value === null) return
    scope.valueReturn ??= node
    this.expression(node.value, scope)
  }

  #jump(node: Extract<Statement, { kind: 'Break' | 'Continue' }>, around: Around): void {
    if (around.isInGroup) this.fail(inGroupMessage, node)
    else if (!around.isInLoop) {
      const isBreak = node.kind === 'Break'
      this.fail(isBreak ? "'break' outside loop" : "'continue' not properly in loop", node)
    }
  }

  #loop(at: Positioned, around: Around): Around {
    return { ...this.#nest(at, around), isInLoop: true, isInGroup: false }
  }

  #nest(at: Positioned, around: Around, levels = 1): Around {
    const depth = around.depth + levels
    if (around.depth <= maxNestedBlocks && depth > maxNestedBlocks) {
      this.fail('too many statically nested blocks', at)
    }
    return { ...around, depth }
  }

  #for(node: For | AsyncFor, scope: Scope, around: Around): void {
    if (node.kind === 'AsyncFor') this.checkAsync('async for', node, scope)
    this.expressions([node.iter, node.target], scope)
    this.#body(node.body, scope, this.#loop(node, around))
    this.#body(node.orelse, scope, around)
  }

  #with(node: With | AsyncWith, scope: Scope, around: Around): void {
    if (node.kind === 'AsyncWith') this.checkAsync('async with', node, scope)
    for (const item of node.items) {
      this.expressions([item.contextExpr, item.optionalVars], scope)
    }
    this.#body(node.body, scope, this.#nest(node, around, node.items.length))
  }

  #try(node: Try | TryStar, scope: Scope, around: Around): void {
    const outer = node.finalbody.length > 0 ? this.#nest(node, around) : around
    const hasHandlers = node.handlers.length > 0
    const inner = hasHandlers ? this.#nest(node, outer) : outer
    this.#body(node.body, scope, inner)
    const catching = hasHandlers ? this.#nest(node, outer, 2) : outer
    const handling =
      node.kind === 'TryStar' ? { ...catching, isInGroup: true, isInLoop: false } : catching
    const last = node.handlers.length - 1
    node.handlers.forEach((handler, index) => {
      if (handler.type === null && index < last)
        this.fail("default 'except:' must be last", handler)
      this.#handler(handler, scope, handling)
    })
    this.#body(node.orelse, scope, outer)
    this.#body(node.finalbody, scope, outer)
  }

  #handler(handler: ExceptHandler, scope: Scope, around: Around): void {
    if (handler.type !== null) this.expression(handler.type, scope)
    if (handler.name !== null) this.#bind(handler.name, scope, handler)
    this.#body(handler.body, scope, around)
  }

  #function(node: FunctionDef | AsyncFunctionDef, scope: Scope): void {
    const isAsync = node.kind === 'AsyncFunctionDef'
    this.#bind(node.name, scope, node)
    this.expressions(node.decorators, scope)
    this.defaults(node.args, scope)
    const outer = this.#typeParameters(node.typeParams, scope)
    this.#annotations(node, outer)
    const inner = openScope(isAsync ? 'async function' : 'function', outer)
    this.parameters(node.args, inner)
    this.#body(node.body, inner, nothingAround)
    if (isAsync && inner.hasYield && inner.valueReturn !== null) {
      this.fail("'return' with value in async generator", inner.valueReturn)
    }
  }

  #annotations(node: FunctionDef | AsyncFunctionDef, scope: Scope): void {
    const { posonlyargs, args, vararg, kwonlyargs, kwarg } = node.args
    for (const arg of [...posonlyargs, ...args, vararg, ...kwonlyargs, kwarg]) {
      if (arg === null || arg.annotation === null) continue
      if (arg === vararg) this.placeStars([arg.annotation])
      this.expression(arg.annotation, scope)
    }
    if (node.returns !== null) this.expression(node.returns, scope)
  }

  #class(node: ClassDef, scope: Scope): void {
    this.#bind(node.name, scope, node)
    this.expressions(node.decorators, scope)
    const outer = this.#typeParameters(node.typeParams, scope)
    this.call({ args: node.bases, keywords: node.keywords })
    this.expressions(node.bases, outer)
    this.expressions(
      node.keywords.map((keyword) => keyword.value),
      outer,
    )
    this.#body(node.body, openScope('class', outer), nothingAround)
  }

  #typeAlias(node: TypeAlias, scope: Scope): void {
    this.#bind(node.name.id, scope, node.name)
    const outer = this.#typeParameters(node.typeParams, scope)
    this.expression(node.value, openScope('type parameters', outer))
  }

  /** The scope of the type parameters, or the given one where there are none. */
  #typeParameters(parameters: readonly TypeParameter[], scope: Scope): Scope {
    if (parameters.length === 0) return scope
    const inner = openScope('type parameters', scope)
    let hasDefault = false
    for (const parameter of parameters) {
      const { name, defaultValue } = parameter
      const uses = usesOf(inner, name)
      if (uses.isBound) this.fail(`duplicate type parameter '${name}'`, parameter)
      uses.isBound = true
      if (defaultValue === null && hasDefault) {
        const message = `non-default type parameter '${name}' follows default type parameter`
        this.fail(message, parameter)
      }
      hasDefault ||= defaultValue !== null
      if (parameter.kind === 'TypeVarTuple') this.placeStars([defaultValue])
      const bound = parameter.kind === 'TypeVar' ? parameter.bound : null
      this.expressions([bound, defaultValue], inner)
    }
    return inner
  }

  #global(node: Global, scope: Scope): void {
    for (const name of node.names) {
      const uses = usesOf(scope, name)
      this.#checkDeclared(name, uses, 'global', node)
      if (uses.isNonlocal) this.fail(`name '${name}' is nonlocal and global`, node)
      uses.isGlobal = true
    }
  }

  #nonlocal(node: Nonlocal, scope: Scope): void {
    if (scope.kind === 'module') {
      this.fail('nonlocal declaration not allowed at module level', node)
      return
    }
    for (const name of node.names) {
      const uses = usesOf(scope, name)
      this.#checkDeclared(name, uses, 'nonlocal', node)
      if (uses.isGlobal) this.fail(`name '${name}' is nonlocal and global`, node)
      else this.#nonlocals.push({ scope, name, at: node })
      uses.isNonlocal = true
    }
  }

  #checkDeclared(name: string, uses: NameUses, what: string, at: Positioned): void {
    if (uses.isParameter) this.fail(`name '${name}' is parameter and ${what}`, at)
    else if (uses.isUsed) this.fail(`name '${name}' is used prior to ${what} declaration`, at)
    else if (uses.isAnnotated) this.fail(`annotated name '${name}' can't be ${what}`, at)
    else if (uses.isBound) {
      this.fail(`name '${name}' is assigned to before ${what} declaration`, at)
    }
  }

  #importFrom(node: ImportFrom, scope: Scope): void {
    if (isFuture(node)) this.#future(node)
    for (const { name, asname, start, end } of node.names) {
      if (name !== '*') this.#bind(asname ?? name, scope, { start, end })
      else if (scope.kind !== 'module') this.fail('import * only allowed at module level', node)
    }
  }

  #future(node: ImportFrom): void {
    if (!this.#leading.has(node)) {
      this.fail('from __future__ imports must occur at the beginning of the file', node)
      return
    }
    for (const alias of node.names) {
      if (alias.name === 'braces') this.fail('not a chance', alias)
      else if (!features.has(alias.name)) {
        this.fail(`future feature ${alias.name} is not defined`, alias)
      }
    }
  }
}

function isFuture(statement: Statement): boolean {
  return (
    statement.kind === 'ImportFrom' && statement.module === '__future__' && statement.level === 0
  )
}

/** The statements that may stand before, and among, imports from `__future__`: the docstring and they themselves. */
function leadingStatements(module: Module): ReadonlySet<Statement> {
  const first = module.body[0]
  const hasDocstring =
    first?.kind === 'Expr' && first.value.kind === 'Constant' && first.value.type === 'str'
  const from = hasDocstring ? 1 : 0
  const end = module.body.findIndex((statement, index) => index >= from && !isFuture(statement))
  return new Set(module.body.slice(0, end < 0 ? module.body.length : end))
}
