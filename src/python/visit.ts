import type { Arguments, Node } from './nodes.ts'

/** What a node holds, in the order of the text. */
export function children(node: Node): readonly Node[] {
  const found: Children = []
  addChildren(node, found)
  return found.filter((child) => child !== null)
}

/**
 * Visits a node and all it holds, in the order of the text and without recursion, so that no depth of nesting is too
 * much. What `enter` answers with `false` is not looked into; `leave` comes after everything in a node.
 */
export function walk(
  node: Node,
  enter: (node: Node) => boolean | undefined,
  leave?: (node: Node) => void,
): void {
  const pending: (Node | null)[] = [node]
  while (pending.length > 0) {
    const next = pending.pop()
    if (next === null) {
      const left = pending.pop()
      if (left) leave?.(left)
    } else if (next !== undefined) {
      if (leave !== undefined) pending.push(next, null)
      if (enter(next) === false) continue
      const from = pending.length
      addChildren(next, pending)
      reverseFrom(pending, from)
    }
  }
}

type Children = (Node | null)[]

/** By how common the kinds are: a switch over strings is tried from the top. */
function addChildren(node: Node, to: Children): void {
  switch (node.kind) {
    case 'Name':
    case 'Constant':
    case 'Alias':
      return
    case 'Attribute':
    case 'Expr':
      to.push(node.value)
      return
    case 'Call':
      to.push(node.func)
      addMerged(node.args, node.keywords, to)
      return
    case 'Arg':
      addOptional(node.annotation, to)
      return
    case 'Assign':
      addAll(node.targets, to)
      to.push(node.value)
      return
    case 'Subscript':
      to.push(node.value, node.slice)
      return
    case 'Keyword':
      to.push(node.value)
      return
    case 'Tuple':
    case 'List':
      addAll(node.elts, to)
      return
    case 'Compare':
      to.push(node.left)
      addAll(node.comparators, to)
      return
    case 'BinOp':
      to.push(node.left, node.right)
      return
    default:
      addStatement(node, to)
  }
}

type Rarer = Exclude<Node, { kind: 'Name' | 'Constant' | 'Alias' | 'Attribute' | 'Expr' | 'Call' }>

function addStatement(node: Rarer, to: Children): void {
  switch (node.kind) {
    case 'If':
    case 'While':
      to.push(node.test)
      addAll(node.body, to)
      addAll(node.orelse, to)
      return
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      addAll(node.decorators, to)
      addAll(node.typeParams, to)
      to.push(node.args)
      addOptional(node.returns, to)
      addAll(node.body, to)
      return
    case 'Arguments':
      addArguments(node, to)
      return
    case 'Return':
      addOptional(node.value, to)
      return
    case 'ClassDef':
      addAll(node.decorators, to)
      addAll(node.typeParams, to)
      addMerged(node.bases, node.keywords, to)
      addAll(node.body, to)
      return
    case 'For':
    case 'AsyncFor':
      to.push(node.target, node.iter)
      addAll(node.body, to)
      addAll(node.orelse, to)
      return
    default:
      addRareStatement(node, to)
  }
}

function addRareStatement(node: Rarer, to: Children): void {
  switch (node.kind) {
    case 'Module':
      addAll(node.body, to)
      return
    case 'Import':
    case 'ImportFrom':
      addAll(node.names, to)
      return
    case 'With':
    case 'AsyncWith':
      addAll(node.items, to)
      addAll(node.body, to)
      return
    case 'Try':
    case 'TryStar':
      addAll(node.body, to)
      addAll(node.handlers, to)
      addAll(node.orelse, to)
      addAll(node.finalbody, to)
      return
    case 'AugAssign':
      to.push(node.target, node.value)
      return
    case 'AnnAssign':
      to.push(node.target, node.annotation)
      addOptional(node.value, to)
      return
    case 'Delete':
      addAll(node.targets, to)
      return
    case 'Raise':
      addOptional(node.exc, to)
      addOptional(node.cause, to)
      return
    case 'Assert':
      to.push(node.test)
      addOptional(node.msg, to)
      return
    default:
      addExpression(node, to)
  }
}

function addExpression(node: Rarer, to: Children): void {
  switch (node.kind) {
    case 'Dict':
      addPairs(node.keys, node.values, to)
      return
    case 'UnaryOp':
      to.push(node.operand)
      return
    case 'BoolOp':
    case 'JoinedStr':
    case 'TemplateStr':
      addAll(node.values, to)
      return
    case 'FormattedValue':
    case 'Interpolation':
      to.push(node.value)
      addOptional(node.formatSpec, to)
      return
    case 'Slice':
      addOptional(node.lower, to)
      addOptional(node.upper, to)
      addOptional(node.step, to)
      return
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      to.push(node.elt)
      addAll(node.generators, to)
      return
    case 'Comprehension':
      to.push(node.target, node.iter)
      addAll(node.ifs, to)
      return
    default:
      addRareExpression(node, to)
  }
}

function addRareExpression(node: Rarer, to: Children): void {
  switch (node.kind) {
    case 'IfExp':
      to.push(node.body, node.test, node.orelse)
      return
    case 'Lambda':
      to.push(node.args, node.body)
      return
    case 'Starred':
    case 'Await':
    case 'YieldFrom':
    case 'MatchValue':
      to.push(node.value)
      return
    case 'Yield':
      addOptional(node.value, to)
      return
    case 'Set':
      addAll(node.elts, to)
      return
    case 'DictComp':
      to.push(node.key, node.value)
      addAll(node.generators, to)
      return
    case 'NamedExpr':
      to.push(node.target, node.value)
      return
    case 'WithItem':
      to.push(node.contextExpr)
      addOptional(node.optionalVars, to)
      return
    case 'ExceptHandler':
      addOptional(node.type, to)
      addAll(node.body, to)
      return
    default:
      addPattern(node, to)
  }
}

function addPattern(node: Rarer, to: Children): void {
  switch (node.kind) {
    case 'Match':
      to.push(node.subject)
      addAll(node.cases, to)
      return
    case 'MatchCase':
      to.push(node.pattern)
      addOptional(node.guard, to)
      addAll(node.body, to)
      return
    case 'MatchSequence':
    case 'MatchOr':
      addAll(node.patterns, to)
      return
    case 'MatchMapping':
      addPairs(node.keys, node.patterns, to)
      return
    case 'MatchClass':
      to.push(node.cls)
      addMerged(node.patterns, node.kwdPatterns, to)
      return
    case 'MatchAs':
      addOptional(node.pattern, to)
      return
    case 'TypeAlias':
      to.push(node.name)
      addAll(node.typeParams, to)
      to.push(node.value)
      return
    case 'TypeVar':
      addOptional(node.bound, to)
      addOptional(node.defaultValue, to)
      return
    case 'ParamSpec':
    case 'TypeVarTuple':
      addOptional(node.defaultValue, to)
  }
}

function addArguments(node: Arguments, to: Children): void {
  const positional = node.posonlyargs.length + node.args.length
  let at = node.defaults.length - positional
  for (const group of [node.posonlyargs, node.args]) {
    for (const arg of group) {
      to.push(arg)
      addOptional(node.defaults[at++] ?? null, to)
    }
  }
  addOptional(node.vararg, to)
  addPairs(node.kwonlyargs, node.kwDefaults, to)
  addOptional(node.kwarg, to)
}

function addOptional(node: Node | null, to: Children): void {
  if (node !== null) to.push(node)
}

function addAll(nodes: readonly Node[], to: Children): void {
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]
    if (node !== undefined) to.push(node)
  }
}

/** First, second, first, second: keys with their values, parameters with their defaults. */
function addPairs(
  firsts: readonly (Node | null)[],
  seconds: readonly (Node | null)[],
  to: Children,
): void {
  const count = Math.max(firsts.length, seconds.length)
  for (let i = 0; i < count; i++) {
    addOptional(firsts[i] ?? null, to)
    addOptional(seconds[i] ?? null, to)
  }
}

/** Arguments and keywords, which may be mixed (`f(a=1, *b)`), as they stand in the text. */
function addMerged(args: readonly Node[], keywords: readonly Node[], to: Children): void {
  let at = 0
  for (const keyword of keywords) {
    for (let arg = args[at]; arg !== undefined && arg.start < keyword.start; arg = args[++at]) {
      to.push(arg)
    }
    to.push(keyword)
  }
  for (let arg = args[at]; arg !== undefined; arg = args[++at]) to.push(arg)
}

function reverseFrom(nodes: Children, from: number): void {
  for (let low = from, high = nodes.length - 1; low < high; low++, high--) {
    const kept = nodes[low] ?? null
    nodes[low] = nodes[high] ?? null
    nodes[high] = kept
  }
}
