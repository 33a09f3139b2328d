import type { HostUse } from '../kernel/capabilities.ts'
import { type Host, readAuthority } from './host.ts'
import { isBelow, type RequestTarget, readTarget } from './path.ts'
import { type EgressRule, type Method, methods, methodsWithBody, type Scheme } from './policy.ts'

/** Where a connection goes. */
export interface Place {
  readonly scheme: Scheme
  readonly host: Host
  readonly port: number
}

/** One request, read and canonical. */
export interface EgressRequest extends Place {
  readonly method: string
  /** Methods that headers ask the server to take the request for. */
  readonly otherMethods: readonly string[]
  readonly target: RequestTarget
  /** Lower-case. */
  readonly headerNames: readonly string[]
  /** Length of the body; undefined where only its end will tell. */
  readonly bodyBytes: number | undefined
}

/** Why a request may not go out: what no rule allows, the first in this order that fails. */
export type DenyReason = 'host' | 'scheme' | 'port' | 'method' | 'path' | 'header' | 'body' | 'size'

export type EgressDecision =
  | { readonly verdict: 'allow'; readonly rule: EgressRule }
  | { readonly verdict: 'deny'; readonly reason: DenyReason }

/** Allows a request that one rule covers as a whole; what no rule names is denied. */
export function decide(request: EgressRequest, rules: readonly EgressRule[]): EgressDecision {
  const read = rules.filter((rule) => !rule.isPassedThrough)
  return firstOf(read, [...placeTests(request), ...requestTests(request)])
}

/** Allows a connection where some request over it could be allowed; the first rule says whether TLS passes unread. */
export function decideConnection(place: Place, rules: readonly EgressRule[]): EgressDecision {
  return firstOf(rules, placeTests(place))
}

/** Why none of the rules allows what inspection saw in the code; undefined where one does, or may. */
export function refusalOf(use: HostUse, rules: readonly EgressRule[]): DenyReason | undefined {
  const authority = readAuthority(use.host)
  const target = readTarget(use.path)
  if (authority === undefined) return 'host'
  if (target === undefined) return 'path'
  const { host, port } = authority
  const tests: Test[] = [['host', (rule) => coversHost(rule, host)]]
  if (port !== undefined) {
    tests.push([
      'port',
      (rule) => rule.schemes.some((scheme) => portsOf(rule, scheme).includes(port)),
    ])
  }
  const method = methods.find((known) => known === use.method.toUpperCase())
  if (method !== undefined) {
    tests.push(['method', (rule) => rule.isPassedThrough || rule.methods.includes(method)])
  }
  tests.push(['path', (rule) => rule.isPassedThrough || coversPath(rule, target)])
  const decision = firstOf(rules, tests)
  return decision.verdict === 'deny' ? decision.reason : undefined
}

type Test = readonly [DenyReason, (rule: EgressRule) => boolean]

/** Headers that every client sends by itself and that carry nothing of the code's choosing worth a rule. */
const plainHeaders: ReadonlySet<string> = new Set([
  ...['host', 'user-agent', 'accept', 'accept-encoding', 'accept-language', 'connection'],
  ...[
    'content-length',
    'content-type',
    'transfer-encoding',
    'proxy-authorization',
    'proxy-connection',
  ],
])

function firstOf(rules: readonly EgressRule[], tests: readonly Test[]): EgressDecision {
  let left = rules
  for (const [reason, holds] of tests) {
    left = left.filter(holds)
    if (left.length === 0) return { verdict: 'deny', reason }
  }
  const [rule] = left
  return rule === undefined ? { verdict: 'deny', reason: 'host' } : { verdict: 'allow', rule }
}

function placeTests({ scheme, host, port }: Place): Test[] {
  return [
    ['host', (rule) => coversHost(rule, host)],
    ['scheme', (rule) => rule.schemes.includes(scheme)],
    ['port', (rule) => portsOf(rule, scheme).includes(port)],
  ]
}

function requestTests(request: EgressRequest): Test[] {
  const { method, otherMethods, target, headerNames, bodyBytes } = request
  const known = methods.find((name) => name === method)
  const all = [method, ...otherMethods]
  const hasBody = bodyBytes !== 0
  return [
    ['method', (rule) => all.every((each) => rule.methods.some((name) => name === each))],
    ['path', (rule) => coversPath(rule, target)],
    ['header', (rule) => headerNames.every((name) => allowsHeader(rule, name))],
    ['body', () => !hasBody || mayHaveBody(known)],
    ['size', (rule) => (bodyBytes ?? 0) <= rule.requestBytes],
  ]
}

function mayHaveBody(method: Method | undefined): boolean {
  return method !== undefined && methodsWithBody.includes(method)
}

function coversHost({ host: { host, hasSubdomains } }: EgressRule, wanted: Host): boolean {
  if (!hasSubdomains) return host.kind === wanted.kind && host.text === wanted.text
  return wanted.kind === 'name' && wanted.text.endsWith(`.${host.text}`)
}

function portsOf({ ports }: EgressRule, scheme: Scheme): readonly number[] {
  return ports.length > 0 ? ports : [scheme === 'https' ? 443 : 80]
}

function coversPath({ paths }: EgressRule, { path }: RequestTarget): boolean {
  return paths.some((prefix) => isBelow(path, prefix))
}

function allowsHeader({ headers }: EgressRule, name: string): boolean {
  return headers === undefined || plainHeaders.has(name) || headers.includes(name)
}
