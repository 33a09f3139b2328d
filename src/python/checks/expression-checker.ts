import type { SyntaxFault } from '../fault.ts'
import type {
  Arguments,
  Call,
  Comprehension,
  DictComp,
  Expression,
  GeneratorExp,
  Keyword,
  Lambda,
  ListComp,
  Name,
  NamedExpr,
  Node,
  Positioned,
  SetComp,
  Yield,
  YieldFrom,
} from '../nodes.ts'
import { walk } from '../visit.ts'
import { isAsynchronous, isFunction, openScope, runningScope, type Scope, usesOf } from './scope.ts'

type ComprehensionExpression = ListComp | SetComp | DictComp | GeneratorExp

const comprehensionLabels: Readonly<Record<ComprehensionExpression['kind'], string>> = {
  ListComp: 'list comprehension',
  SetComp: 'set comprehension',
  DictComp: 'dict comprehension',
  GeneratorExp: 'generator expression',
}

/** Checks what expressions may not hold where they stand, and notes which names they use and bind. */
export class ExpressionChecker {
  readonly faults: SyntaxFault[] = []
  readonly #allowsTopLevelAwait: boolean
  /** Starred expressions that stand where one may. */
  readonly #placedStars = new Set<Node>()

  constructor(allowsTopLevelAwait: boolean) {
    this.#allowsTopLevelAwait = allowsTopLevelAwait
  }

  protected fail(message: string, at: Positioned): void {
    this.faults.push({ kind: 'compile', message, start: at.start, end: at.end })
  }

  protected expressions(list: readonly (Expression | null)[], scope: Scope): void {
    for (const expression of list) if (expression !== null) this.expression(expression, scope)
  }

  protected expression(root: Expression, scope: Scope): void {
    walk(root, (node) => this.#enter(node, scope))
  }

  /** Answers false where the node's parts were visited already, in a scope of their own. */
  #enter(node: Node, scope: Scope): boolean {
    switch (node.kind) {
      case 'Name':
        this.#name(node, scope)
        return true
      case 'Call':
        this.call(node)
        return true
      case 'Attribute':
        if (node.ctx !== 'Load') this.checkDebug(node.attr, node.ctx, node)
        return true
      case 'Tuple':
      case 'List':
        this.placeStars(node.elts)
        if (node.ctx === 'Store') this.#checkStars(node.elts)
        return true
      case 'Set':
        this.placeStars(node.elts)
        return true
      case 'Starred':
        if (!this.#placedStars.delete(node)) this.#strayStar(node.ctx, node)
        return true
      default:
        return this.#enterScoped(node, scope)
    }
  }

  #enterScoped(node: Node, scope: Scope): boolean {
    switch (node.kind) {
      case 'Lambda':
        this.#lambda(node, scope)
        return false
      case 'ListComp':
      case 'SetComp':
      case 'DictComp':
      case 'GeneratorExp':
        this.#comprehension(node, scope)
        return false
      case 'NamedExpr':
        this.#namedExpression(node, scope)
        return false
      case 'Yield':
      case 'YieldFrom':
        this.#yield(node, scope)
        return true
      case 'Await':
        this.#await(node, scope)
        return true
      default:
        return true
    }
  }

  #name(node: Name, scope: Scope): void {
    const uses = usesOf(scope, node.id)
    if (node.ctx === 'Load') uses.isUsed = true
    else {
      uses.isBound = true
      this.checkDebug(node.id, node.ctx, node)
    }
  }

  /** `__debug__` is a constant in all but its looks. */
  protected checkDebug(name: string, ctx: 'Store' | 'Del', at: Positioned): void {
    if (name !== '__debug__') return
    this.fail(`cannot ${ctx === 'Del' ? 'delete' : 'assign to'} __debug__`, at)
  }

  protected call(node: Pick<Call, 'args' | 'keywords'>): void {
    this.placeStars(node.args)
    this.keywords(node.keywords)
  }

  protected keywords(keywords: readonly Keyword[]): void {
    if (keywords.length === 0) return
    const seen = new Set<string>()
    for (const keyword of keywords) {
      if (keyword.arg === null) continue
      this.checkDebug(keyword.arg, 'Store', keyword)
      if (seen.has(keyword.arg)) this.fail(`keyword argument repeated: ${keyword.arg}`, keyword)
      seen.add(keyword.arg)
    }
  }

  /** Notes that starred expressions may stand here. */
  protected placeStars(list: readonly (Expression | null)[]): void {
    for (const expression of list) {
      if (expression?.kind === 'Starred') this.#placedStars.add(expression)
    }
  }

  #checkStars(targets: readonly Expression[]): void {
    const starred = targets.filter((target) => target.kind === 'Starred')
    const second = starred[1]
    if (second !== undefined) this.fail('multiple starred expressions in assignment', second)
  }

  #strayStar(ctx: Name['ctx'], at: Positioned): void {
    const message =
      ctx === 'Load'
        ? "can't use starred expression here"
        : 'starred assignment target must be in a list or tuple'
    this.fail(message, at)
  }

  #lambda(node: Lambda, scope: Scope): void {
    this.defaults(node.args, scope)
    const inner = openScope('function', scope)
    this.parameters(node.args, inner)
    this.expression(node.body, inner)
  }

  protected defaults(args: Arguments, scope: Scope): void {
    this.expressions(args.defaults, scope)
    this.expressions(args.kwDefaults, scope)
  }

  /** Binds the parameters in the function's own scope. */
  protected parameters(args: Arguments, inner: Scope): void {
    const { posonlyargs, args: plain, vararg, kwonlyargs, kwarg } = args
    for (const arg of [...posonlyargs, ...plain, ...kwonlyargs, vararg, kwarg]) {
      if (arg === null) continue
      const uses = usesOf(inner, arg.name)
      if (uses.isParameter) {
        this.fail(`duplicate argument '${arg.name}' in function definition`, arg)
      }
      uses.isParameter = true
      this.checkDebug(arg.name, 'Store', arg)
    }
  }

  #comprehension(node: ComprehensionExpression, scope: Scope): void {
    const [first, ...others] = node.generators
    const isGenerator = node.kind === 'GeneratorExp'
    const inner = openScope('comprehension', scope, comprehensionLabels[node.kind])
    if (first === undefined) return
    this.#iterable(first.iter, scope)
    if (isAsynchronous(node.generators) && !isGenerator && !this.#mayAwait(scope)) {
      this.fail('asynchronous comprehension outside of an asynchronous function', node)
    }
    this.#generator(first, inner)
    for (const generator of others) {
      this.#iterable(generator.iter, inner)
      this.#generator(generator, inner)
    }
    if (node.kind === 'DictComp') this.expressions([node.key, node.value], inner)
    else this.expression(node.elt, inner)
  }

  #iterable(iter: Expression, scope: Scope): void {
    const before = scope.isIterable
    scope.isIterable = true
    this.expression(iter, scope)
    scope.isIterable = before
  }

  #generator(generator: Comprehension, inner: Scope): void {
    this.expression(generator.target, inner)
    walk(generator.target, (node) => {
      if (node.kind === 'Name' && node.ctx === 'Store') usesOf(inner, node.id).isIterated = true
      return true
    })
    this.expressions(generator.ifs, inner)
  }

  #mayAwait(scope: Scope): boolean {
    const { kind } = runningScope(scope)
    return kind === 'async function' || (kind === 'module' && this.#allowsTopLevelAwait)
  }

  #namedExpression(node: NamedExpr, scope: Scope): void {
    const { id } = node.target
    this.checkDebug(id, 'Store', node.target)
    let target = scope
    if (scope.isIterable) {
      this.fail('assignment expression cannot be used in a comprehension iterable expression', node)
    }
    while (target.kind === 'comprehension' && target.parent !== null) {
      if (target.names.get(id)?.isIterated) {
        const message = `assignment expression cannot rebind comprehension iteration variable '${id}'`
        this.fail(message, node)
      }
      usesOf(target, id).isUsed = true
      target = target.parent
    }
    if (target !== scope && target.kind === 'class') {
      const message = 'assignment expression within a comprehension cannot be used in a class body'
      this.fail(message, node)
    }
    usesOf(target, id).isBound = true
    this.expression(node.value, scope)
  }

  #yield(node: Yield | YieldFrom, scope: Scope): void {
    if (scope.kind === 'comprehension') this.fail(`'yield' inside ${scope.label}`, node)
    else if (!isFunction(scope)) this.fail("'yield' outside function", node)
    else if (node.kind === 'YieldFrom' && scope.kind === 'async function') {
      this.fail("'yield from' inside async function", node)
    }
    scope.hasYield = true
  }

  #await(at: Positioned, scope: Scope): void {
    if (this.#mayAwait(scope) || scope.label === 'generator expression') return
    const { kind } = runningScope(scope)
    if (scope.kind === 'comprehension') {
      this.fail('asynchronous comprehension outside of an asynchronous function', at)
    } else this.fail(`'await' outside ${kind === 'function' ? 'async ' : ''}function`, at)
  }

  /** `async for` and `async with` where they cannot run. */
  protected checkAsync(what: string, at: Positioned, scope: Scope): void {
    if (!this.#mayAwait(scope)) this.fail(`'${what}' outside async function`, at)
  }
}
