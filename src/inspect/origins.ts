import type { Arguments, Attribute, Call, Expression, Name } from '../python/nodes.ts'
import { argumentFor } from '../python/parameters.ts'
import type { Bound } from '../python/scopes.ts'
import { lookUp } from '../python/scopes.ts'
import type { Located } from '../python/values.ts'
import { children } from '../python/visit.ts'
import type { Context } from './context.ts'
import type { OriginKind } from './tables/origin-names.ts'
import { givenByDecorator, isRequestPart, sourceOf } from './tables/origin-names.ts'

/** A source that a value was made from, in words for a message. */
export interface Origin {
  readonly kind: OriginKind
  readonly name: string
}

/** Expressions looked at for one question. */
const mostSteps = 400

/** What comes from people or machines that the code does not control. */
export const fromOutside: ReadonlySet<OriginKind> = new Set([
  'request',
  'input',
  'model',
  'network',
])

/** What an attacker sends, without what the person who starts the script types. */
export const fromStrangers: ReadonlySet<OriginKind> = new Set(['request', 'model', 'network'])

/**
 * The first source of one of the wanted kinds that a value holds data of, followed through names, the text functions,
 * containers, and functions of this file; conversions to numbers and quoting functions end the way.
 */
export function originOf(
  context: Context,
  value: Located | undefined,
  wanted: ReadonlySet<OriginKind>,
): Origin | undefined {
  if (!value) return undefined
  return new Search(context, wanted).from(value)
}

/** The code before tests the variable that a value is taken from against a list or a pattern. */
export function isTested({ tested }: Context, { node, site }: Located): boolean {
  return tested.has(node, site, node.start)
}

/** Functions whose result holds what they were given. */
const carriers = new Set([
  ...'str repr bytes bytearray format list tuple set dict sorted reversed max min next iter map filter zip sum'
    .split(' ')
    .map((name) => `builtins.${name}`),
  ...['os.path.join', 'os.path.normpath', 'os.path.expanduser', 'pathlib.Path', 'textwrap.dedent'],
  ...['json.loads', 'json.dumps', 'json.load', 'copy.copy', 'copy.deepcopy', 'io.StringIO'],
  ...['io.BytesIO', 'urllib.parse.urljoin', 'urllib.parse.unquote', 'base64.b64encode'],
  ...['base64.b64decode', 'base64.urlsafe_b64encode', 'binascii.hexlify', 'zlib.compress'],
  ...['urllib.parse.urlencode', 'pandas.DataFrame', 'urllib.request.Request'],
])

/** Methods whose result holds their object, and `format` and `join` also their arguments. */
const carryingMethods = new Set(
  (
    'format format_map join strip lstrip rstrip lower upper title replace split rsplit splitlines encode decode ' +
    'read readline readlines json get pop copy items values keys getvalue to_dict to_json to_csv dict model_dump ' +
    'partition removeprefix removesuffix ljust rjust zfill expandtabs casefold hex invoke create getlist'
  ).split(' '),
)

type Parameter = Bound & { readonly kind: 'parameter' }

class Search {
  readonly #context: Context
  readonly #wanted: ReadonlySet<OriginKind>
  readonly #pending: Located[] = []
  readonly #seen = new Set<Expression>()

  constructor(context: Context, wanted: ReadonlySet<OriginKind>) {
    this.#context = context
    this.#wanted = wanted
  }

  from(value: Located): Origin | undefined {
    this.#pending.push(value)
    for (let step = 0; step < mostSteps; step++) {
      const next = this.#pending.pop()
      if (!next) return undefined
      if (this.#seen.has(next.node)) continue
      this.#seen.add(next.node)
      const origin = this.#step(next)
      if (origin) return origin
    }
    return undefined
  }

  #step({ node, site }: Located): Origin | undefined {
    if (node.kind === 'Constant') return undefined
    for (const path of this.#context.meaning.paths(node, site)) {
      const source = sourceOf(path)
      if (source && this.#wanted.has(source.kind)) return named(source.kind, source.name)
    }
    switch (node.kind) {
      case 'Name':
        return this.#name({ node, site })
      case 'Attribute':
        return this.#attribute({ node, site })
      case 'Call':
        return this.#call({ node, site })
      case 'Subscript':
        this.#pending.push({ node: node.value, site })
        return undefined
      case 'Compare':
      case 'Lambda':
        return undefined
      case 'IfExp':
        this.#pending.push({ node: node.body, site }, { node: node.orelse, site })
        return undefined
      default:
        return this.#parts({ node, site })
    }
  }

  #parts({ node, site }: Located): undefined {
    const { bindings } = this.#context.meaning
    const inside = bindings.scopes.get(node) ?? site
    for (const child of children(node)) {
      if (child.kind === 'Comprehension') this.#pending.push({ node: child.iter, site })
      else if (isExpression(child)) this.#pending.push({ node: child, site: inside })
    }
    return undefined
  }

  #name({ node, site }: Located<Name>): Origin | undefined {
    for (const { bound } of lookUp(node.id, site, node.start).bindings) {
      const origin = this.#bound(bound)
      if (origin) return origin
    }
    return undefined
  }

  #bound(bound: Bound): Origin | undefined {
    if (bound.kind === 'parameter') return this.#parameter(bound)
    if ('value' in bound) this.#pending.push(bound.value)
    if (bound.kind === 'augmented')
      this.#pending.push({ node: bound.target, site: bound.value.site })
    return undefined
  }

  #parameter(parameter: Parameter): Origin | undefined {
    const { node, args, name } = parameter
    if (node.kind === 'Lambda') return undefined
    const all = [...args.posonlyargs, ...args.args]
    const own = [...all, ...args.kwonlyargs].find((arg) => arg.name === name)
    if (isNumber(own?.annotation)) return undefined
    const given = node.decorators.map((decorator) => givenByDecorator(lastName(decorator)))
    const kind = given.find((one) => one && this.#wanted.has(one))
    if (kind && name !== 'self' && !isInjected(args, name)) {
      return { kind, name: `parameter ${name}` }
    }
    const position = all.findIndex((arg) => arg.name === name)
    const calls = this.#context.meaning.bindings.calls.get(node.name) ?? []
    for (const { node: call, site } of calls.slice(0, 8)) {
      const shift = all[0]?.name === 'self' && call.func.kind === 'Attribute' ? 1 : 0
      const argument = argumentFor(call, name, position < 0 ? -1 : position - shift)
      if (argument) this.#pending.push({ node: argument, site })
    }
    return undefined
  }

  #attribute({ node, site }: Located<Attribute>): Origin | undefined {
    const { value, attr } = node
    if (
      this.#wanted.has('request') &&
      isRequestPart(attr) &&
      this.#isRequest({ node: value, site })
    ) {
      return { kind: 'request', name: `request.${attr}` }
    }
    if (value.kind === 'Name' && value.id === 'self') {
      const stores = this.#context.meaning.bindings.attributeStores.get(attr) ?? []
      for (const { bound } of stores.slice(0, 4)) {
        const origin = this.#bound(bound)
        if (origin) return origin
      }
      return undefined
    }
    this.#pending.push({ node: value, site })
    return undefined
  }

  /** A parameter called `request`, or the like of an object: what Django, Starlette and Tornado hand over. */
  #isRequest({ node, site }: Located): boolean {
    if (node.kind === 'Attribute') return node.attr === 'request'
    if (node.kind !== 'Name' || (node.id !== 'request' && node.id !== 'req')) return false
    return lookUp(node.id, site, node.start).bindings.some(
      ({ bound }) => bound.kind === 'parameter',
    )
  }

  #call({ node, site }: Located<Call>): Origin | undefined {
    const { meaning } = this.#context
    const { func } = node
    for (const callee of meaning.values(func, site)) {
      if (callee.kind === 'path' && carriers.has(callee.path)) this.#arguments({ node, site })
      if (callee.kind === 'function') {
        const returns = meaning.bindings.scopes.get(callee.node)?.scope.returns ?? []
        this.#pending.push(...returns)
      }
      if (callee.kind === 'class') this.#arguments({ node, site })
    }
    if (func.kind === 'Attribute' && carryingMethods.has(func.attr)) {
      this.#pending.push({ node: func.value, site })
      if (func.attr.startsWith('format') || func.attr === 'join') this.#arguments({ node, site })
    }
    return undefined
  }

  #arguments({ node, site }: Located<Call>): void {
    for (const argument of node.args) this.#pending.push({ node: argument, site })
    for (const { value } of node.keywords) this.#pending.push({ node: value, site })
  }
}

/** FastAPI gives parameters with `Depends(…)` itself. */
function isInjected({ posonlyargs, args, defaults }: Arguments, name: string): boolean {
  const all = [...posonlyargs, ...args]
  const position = all.findIndex((arg) => arg.name === name)
  const fallback = defaults[position - (all.length - defaults.length)]
  return fallback?.kind === 'Call' && lastName(fallback.func) === 'Depends'
}

function named(kind: OriginKind, path: string): Origin {
  return { kind, name: path.replaceAll('()', '').replace(/^builtins\./, '') }
}

function lastName(node: Expression): string {
  const callee = node.kind === 'Call' ? node.func : node
  if (callee.kind === 'Attribute') return callee.attr
  return callee.kind === 'Name' ? callee.id : ''
}

function isNumber(annotation: Expression | null | undefined): boolean {
  return (
    annotation?.kind === 'Name' &&
    /^(int|float|bool|UUID|date|datetime|Decimal)$/.test(annotation.id)
  )
}

function isExpression(node: { readonly kind: string }): node is Expression {
  return node.kind !== 'Comprehension' && node.kind !== 'Arguments' && node.kind !== 'Keyword'
}
