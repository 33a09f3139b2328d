import type { Attribute, Call, Compare, Expression } from '../python/nodes.ts'

/** What is known to be harmless once a test came out one way or the other; a place is named as `placeOf` names it. */
export interface TestFacts {
  readonly ifTrue: readonly string[]
  readonly ifFalse: readonly string[]
}

/** Gives what a variable was last assigned, so that a test of `host` says something of the address it was taken from. */
export type Assigned = (name: string) => Expression | undefined

const none: TestFacts = { ifTrue: [], ifFalse: [] }
const mostHops = 4

/** What a condition says of the variables in it: membership in a list, equality with a constant, checks by name. */
export function factsOf(test: Expression, assigned: Assigned, hops = 0): TestFacts {
  switch (test.kind) {
    case 'UnaryOp': {
      if (test.op !== 'Not') return none
      const { ifTrue, ifFalse } = factsOf(test.operand, assigned, hops)
      return { ifTrue: ifFalse, ifFalse: ifTrue }
    }
    case 'BoolOp': {
      const parts = test.values.map((value) => factsOf(value, assigned, hops))
      return test.op === 'And'
        ? { ifTrue: parts.flatMap(({ ifTrue }) => ifTrue), ifFalse: [] }
        : { ifTrue: [], ifFalse: parts.flatMap(({ ifFalse }) => ifFalse) }
    }
    case 'NamedExpr':
      return factsOf(test.value, assigned, hops)
    case 'Compare':
      return compared(test, assigned)
    case 'Call':
      return { ifTrue: checkedBy(test, assigned), ifFalse: [] }
    case 'Attribute':
      return /^(netloc|hostname|scheme)$/.test(test.attr)
        ? { ifTrue: [], ifFalse: placesOf(test, assigned) }
        : none
    case 'Name': {
      const value = hops < mostHops ? assigned(test.id) : undefined
      return value ? factsOf(value, assigned, hops + 1) : none
    }
    default:
      return none
  }
}

/** What a condition says of paths: without `..` or a separator in it, a text can't lead out of a folder. */
export function pathFactsOf(test: Expression, assigned: Assigned): TestFacts {
  switch (test.kind) {
    case 'UnaryOp': {
      if (test.op !== 'Not') return none
      const { ifTrue, ifFalse } = pathFactsOf(test.operand, assigned)
      return { ifTrue: ifFalse, ifFalse: ifTrue }
    }
    case 'BoolOp': {
      const parts = test.values.map((value) => pathFactsOf(value, assigned))
      return test.op === 'And'
        ? { ifTrue: parts.flatMap(({ ifTrue }) => ifTrue), ifFalse: [] }
        : { ifTrue: [], ifFalse: parts.flatMap(({ ifFalse }) => ifFalse) }
    }
    case 'Compare': {
      const [op] = test.ops
      const [right] = test.comparators
      if (!right || test.ops.length > 1 || !isWayOut(test.left)) return none
      const places = placesOf(right, assigned)
      if (op === 'In') return { ifTrue: [], ifFalse: places }
      return op === 'NotIn' ? { ifTrue: places, ifFalse: [] } : none
    }
    default:
      return none
  }
}

function isWayOut(node: Expression): boolean {
  if (node.kind === 'Attribute') return node.attr === 'sep'
  return node.kind === 'Constant' && /^(\.\.[/\\]?|[/\\])$/.test(String(node.value))
}

/** What is harmless after a call that raises where its check fails, such as `validate(x)`. */
export function checkedBy(call: Call, assigned: Assigned): readonly string[] {
  const { func, args } = call
  if (func.kind === 'Attribute' && isMethodCheck(func.attr, call, assigned)) {
    return placesOf(func.value, assigned)
  }
  const name = func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : ''
  if (!isCheck.test(name) || isOtherCheck.test(name)) return []
  return args.flatMap((argument) => placesOf(argument, assigned))
}

const isCheck =
  /^_?(is_?(safe|valid|allowed|trusted|within|inside|in_)|validate|check|ensure|verify_(path|url|host|name)|assert_(safe|valid|allowed)|fullmatch|match|url_has_allowed)/i
const isOtherCheck =
  /passw|auth|perm|log_?in|token|csrf|session|exist|type|size|length|content|ext(ension)?s?$|signature|hash/i

/** Characters that can't mean anything to what reads them, or a start that nothing after it can change. */
function isMethodCheck(method: string, { func, args }: Call, assigned: Assigned): boolean {
  if (/^(isalnum|isdigit|isnumeric|isdecimal|isalpha|isidentifier)$/.test(method)) return true
  if (/^(is_relative_to|relative_to)$/.test(method)) return true
  if (method !== 'startswith' || func.kind !== 'Attribute') return false
  const [start] = args
  if (start?.kind === 'Constant') return /^https?:\/\/[^/]+\//.test(String(start.value))
  const value = func.value.kind === 'Name' ? assigned(func.value.id) : func.value
  return value !== undefined && isResolved(value, assigned)
}

function isResolved(value: Expression, assigned: Assigned, hops = 0): boolean {
  if (value.kind === 'Name') {
    const given = hops < mostHops ? assigned(value.id) : undefined
    return given !== undefined && isResolved(given, assigned, hops + 1)
  }
  if (value.kind !== 'Call') return false
  const name = calledName(value)
  if (name === 'str' || name === 'fspath') {
    return value.args.some((part) => isResolved(part, assigned, hops + 1))
  }
  return /^(realpath|abspath|normpath|resolve)$/.test(name)
}

function calledName({ func }: Call): string {
  return func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : ''
}

function compared({ left, ops, comparators }: Compare, assigned: Assigned): TestFacts {
  const [op] = ops
  const [right] = comparators
  if (!right || ops.length > 1) return none
  const isSame = op === 'In' || op === 'Eq' || op === 'IsNot' || op === 'Lt' || op === 'LtE'
  const places = comparedPlaces(left, op, right, assigned)
  return isSame ? { ifTrue: places, ifFalse: [] } : { ifTrue: [], ifFalse: places }
}

function comparedPlaces(
  left: Expression,
  op: Compare['ops'][number] | undefined,
  right: Expression,
  assigned: Assigned,
): readonly string[] {
  switch (op) {
    case 'In':
    case 'NotIn': {
      const isWithin = right.kind === 'Attribute' && right.attr === 'parents'
      return placesOf(isWithin ? right.value : left, assigned)
    }
    case 'Eq':
    case 'NotEq':
      return (
        comparedPaths(left)?.flatMap((path) => placesOf(path, assigned)) ??
        (isFixed(right) && !isEmpty(right) ? placesOf(left, assigned) : [])
      )
    case 'Lt':
    case 'LtE':
    case 'Gt':
    case 'GtE':
      return isFixed(right) ? placesOf(left, assigned) : []
    default:
      return left.kind === 'Call' && right.kind === 'Constant' ? checkedBy(left, assigned) : []
  }
}

/** The paths of `os.path.commonpath([folder, path]) == folder`. */
function comparedPaths(left: Expression): readonly Expression[] | undefined {
  if (left.kind !== 'Call' || !/^(commonpath|commonprefix)$/.test(calledName(left)))
    return undefined
  const [paths] = left.args
  return paths?.kind === 'List' || paths?.kind === 'Tuple' ? paths.elts : []
}

function isEmpty(node: Expression): boolean {
  return node.kind === 'Constant' && node.value === ''
}

/** A constant, or a name written like one. */
export function isFixed(node: Expression): boolean {
  if (node.kind === 'Constant') return true
  return node.kind === 'Name' && /^[A-Z][A-Z0-9_]+$/.test(node.id)
}

/** The place that an expression is, and the places that it was taken from in ways that keep what matters. */
function placesOf(node: Expression, assigned: Assigned): readonly string[] {
  const places: string[] = []
  let at: Expression | undefined = node
  for (let hops = 0; at && hops < mostHops; hops++) {
    const place = placeOf(at)
    if (place === undefined || places.includes(place)) break
    places.push(place)
    at = assigned(/^(\w+)(\.(hostname|netloc|host))?$/.exec(place)?.[1] ?? '')
    if (at && !isDerived(at)) break
  }
  return places
}

function isDerived(node: Expression): boolean {
  let at = node
  while (at.kind === 'Attribute') at = at.value
  return at.kind === 'Call' && deriving.test(calledName(at))
}

/** Parts of an address that do not say where it leads. */
const isAside = /^(scheme|port|path|query|fragment|params|username|password)$/

/** Functions whose result says all that matters about what they are given. */
const deriving =
  /^(urlparse|urlsplit|parse_url|ip_address|gethostbyname|str|lower|upper|casefold|strip)$/

/**
 * A variable, an attribute or an item with a constant key, as text: `request.args['next']`. Methods that only change the
 * form, and parsers of addresses, are looked through.
 */
export function placeOf(node: Expression): string | undefined {
  switch (node.kind) {
    case 'Name':
      return node.id
    case 'NamedExpr':
      return node.target.id
    case 'Attribute':
      return placeOfAttribute(node)
    case 'Subscript': {
      const owner = placeOf(node.value)
      if (owner === undefined || node.slice.kind !== 'Constant') return owner
      return `${owner}[${JSON.stringify(node.slice.value)}]`
    }
    case 'Call': {
      if (!deriving.test(calledName(node))) return undefined
      const [first] = node.args
      if (first) return placeOf(first)
      return node.func.kind === 'Attribute' ? placeOf(node.func.value) : undefined
    }
    default:
      return undefined
  }
}

function placeOfAttribute({ value, attr }: Attribute): string | undefined {
  if (value.kind === 'Call' && deriving.test(calledName(value))) {
    return isAside.test(attr) ? undefined : placeOf(value)
  }
  const owner = placeOf(value)
  return owner && `${owner}.${attr}`
}
