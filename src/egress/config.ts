import { z } from 'zod'
import type { Issue, Parsed } from '../kernel/issue.ts'
import { parseBytes, parseDuration } from '../kernel/limits.ts'
import { parseWith } from '../kernel/parse.ts'
import { type AddressRange, readRange } from './address.ts'
import { readHost } from './host.ts'
import { readTarget } from './path.ts'
import {
  type CredentialPlan,
  type EgressPolicy,
  type EgressRule,
  type HostPattern,
  methods,
  schemes,
} from './policy.ts'

/** Reads the `egress:` section; every fault becomes an issue under `egress`. */
export function parseEgress(value: unknown): Parsed<EgressPolicy> {
  const read = parseWith(EgressConfig, value, ['egress'])
  if (!read.ok) return read
  const { allow, limits, authorities } = read.value
  const credentials = new Map(Object.entries(read.value.credentials))
  const issues = allow.flatMap((rule, at) => issuesOf(rule, at, credentials))
  if (issues.length > 0) return { ok: false, issues }
  const sizes = { request: limits.request, response: limits.response }
  return {
    ok: true,
    value: {
      rules: allow.map((rule) => ruleOf(rule, sizes)),
      limits: {
        requestsPerMinute: limits.rate,
        timeoutMs: limits.timeout,
        connections: limits.connections,
      },
      credentials,
      authorities: authorities.map(({ file }) => file),
    },
  }
}

const MiB = 1024 * 1024
const maxTimeoutMs = 30_000

const count = z.number().int().positive()
const size = read(parseBytes, 'write a size such as 1MB or 64k')
const timeout = read(parseDuration, 'write a duration such as 30s or 500ms').refine(
  (ms) => ms <= maxTimeoutMs,
  'is at most 30s',
)
const place = z.union(
  [z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: z.string().min(1) })],
  { error: 'write { env: NAME } or { file: PATH }; a secret itself has no place in a policy' },
)
const headerName = z
  .string()
  .regex(/^[A-Za-z0-9-]+$/, 'is no header name')
  .transform((name) => name.toLowerCase())

const credential = z.union([
  z
    .strictObject({
      header: headerName.default('authorization'),
      prefix: z.string().default(''),
      secret: place,
    })
    .transform((plan): CredentialPlan => ({ kind: 'header', ...plan })),
  z
    .strictObject({
      jwt: z.strictObject({
        key: place,
        'key-id': z.string().optional(),
        issuer: z.string().min(1),
        audience: z.string().min(1),
        subject: z.string().optional(),
      }),
    })
    .transform(({ jwt: { key, issuer, audience, subject, 'key-id': keyId } }): CredentialPlan => {
      return { kind: 'jwt', key, keyId, issuer, audience, subject }
    }),
  z
    .strictObject({ certificate: place, key: place })
    .transform((plan): CredentialPlan => ({ kind: 'client-certificate', ...plan })),
])

const host = z.string().transform((text, context): HostPattern => {
  const hasSubdomains = text.startsWith('*.')
  const found = readHost(hasSubdomains ? text.slice(2) : text)
  if (found !== undefined && !(hasSubdomains && found.kind === 'address')) {
    return { host: found, hasSubdomains }
  }
  context.addIssue(
    'write one host such as api.example.com, or *.example.com for the names below it; scheme, port and path have settings of their own',
  )
  return z.NEVER
})

const path = z.string().transform((text, context) => {
  const target = readTarget(text)
  if (target !== undefined && target.query === '') return target.path
  context.addIssue('write a path such as /v1/, without a query')
  return z.NEVER
})

const range = z.string().transform((text, context): AddressRange => {
  const found = readRange(text)
  if (found !== undefined) return found
  context.addIssue('write an address or a network such as 10.1.0.0/16')
  return z.NEVER
})

const Rule = z.strictObject({
  host,
  schemes: z.array(z.enum(schemes)).min(1).default(['https']),
  ports: z.array(count.max(65535)).default([]),
  methods: z.array(z.enum(methods)).min(1).optional(),
  paths: z.array(path).min(1).optional(),
  headers: z.array(headerName).optional(),
  request: size.optional(),
  response: size.optional(),
  addresses: z.array(range).default([]),
  'pass-through': z.boolean().default(false),
  credential: z.string().optional(),
})
type Rule = z.infer<typeof Rule>

const EgressConfig = z.strictObject({
  allow: z.array(Rule).default([]),
  limits: z
    .strictObject({
      rate: count.default(600),
      timeout: timeout.default(maxTimeoutMs),
      connections: count.max(1024).default(64),
      request: size.default(MiB),
      response: size.default(64 * MiB),
    })
    .prefault({}),
  credentials: z.record(z.string(), credential).default({}),
  authorities: z.array(z.strictObject({ file: z.string().min(1) })).default([]),
})

function issuesOf(
  rule: Rule,
  at: number,
  credentials: ReadonlyMap<string, CredentialPlan>,
): Issue[] {
  const issue = (key: string, message: string): Issue => ({
    path: ['egress', 'allow', at, key],
    message,
  })
  const isClear = rule.schemes.includes('http')
  const issues: Issue[] = []
  if (rule.credential !== undefined && !credentials.has(rule.credential)) {
    const known = [...credentials.keys()].join(', ') || 'none'
    issues.push(issue('credential', `is no credential; there are: ${known}`))
  }
  if (rule.credential !== undefined && isClear) {
    issues.push(issue('schemes', 'a credential goes over https only'))
  }
  if (!rule['pass-through']) return issues
  if (isClear) issues.push(issue('pass-through', 'only https can pass through unread'))
  const unseen = ['methods', 'paths', 'headers', 'request', 'credential'] as const
  for (const key of unseen.filter((name) => rule[name] !== undefined)) {
    issues.push(issue(key, 'cannot hold where TLS passes through unread'))
  }
  return issues
}

function ruleOf(
  rule: Rule,
  sizes: { readonly request: number; readonly response: number },
): EgressRule {
  return {
    host: rule.host,
    schemes: rule.schemes,
    ports: rule.ports,
    methods: rule.methods ?? ['GET', 'HEAD'],
    paths: rule.paths ?? ['/'],
    headers: rule.headers,
    requestBytes: rule.request ?? sizes.request,
    responseBytes: rule.response ?? sizes.response,
    addresses: rule.addresses,
    isPassedThrough: rule['pass-through'],
    credential: rule.credential,
  }
}

/** A text or bare number with a unit, read as a number; the fault says how to write it. */
function read(parse: (text: string) => number | undefined, message: string) {
  return z.union([z.string(), z.number()]).transform((value, context) => {
    const amount = parse(String(value))
    if (amount !== undefined) return amount
    context.addIssue(message)
    return z.NEVER
  })
}
