import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatIssue } from '../kernel/issue.ts'
import { parseEgress } from './config.ts'
import { decide, decideConnection, type EgressRequest, refusalOf } from './decide.ts'
import { readAuthority } from './host.ts'
import { readTarget } from './path.ts'
import type { EgressRule } from './policy.ts'

function rulesOf(...allow: readonly object[]): readonly EgressRule[] {
  const read = parseEgress({ allow, credentials: { key: { secret: { env: 'KEY' } } } })
  if (!read.ok) throw new Error(read.issues.map(formatIssue).join('\n'))
  return read.value.rules
}

function request(line: string, extra: Partial<EgressRequest> = {}): EgressRequest {
  const [method = '', url = ''] = line.split(' ')
  const match = /^(https?):\/\/([^/]+)(.*)$/.exec(url)
  const scheme = match?.[1] === 'http' ? 'http' : 'https'
  const authority = readAuthority(match?.[2] ?? '')
  const target = readTarget(match?.[3] || '/')
  if (authority === undefined || target === undefined) throw new Error(`unreadable: ${line}`)
  const port = authority.port ?? (scheme === 'https' ? 443 : 80)
  return {
    method,
    scheme,
    host: authority.host,
    port,
    target,
    otherMethods: [],
    headerNames: [],
    bodyBytes: 0,
    ...extra,
  }
}

const plain = rulesOf({ host: 'api.example.com', paths: ['/v1'] })
const verdict = (
  rules: readonly EgressRule[],
  line: string,
  extra: Partial<EgressRequest> = {},
) => {
  const decision = decide(request(line, extra), rules)
  return decision.verdict === 'allow' ? 'allow' : decision.reason
}

describe('decide', () => {
  test.each([
    ['GET https://api.example.com/v1/x', 'allow'],
    ['HEAD https://api.example.com/v1', 'allow'],
    ['GET https://API.EXAMPLE.COM./v1/x', 'allow'],
    ['GET https://api.example.com/v1/../v1/x', 'allow'],
    ['GET https://api.example.com/v1/../admin', 'path'],
    ['GET https://api.example.com/v1/%2e%2e/admin', 'path'],
    ['GET https://api.example.com/v10', 'path'],
    ['GET https://api.example.com//v1', 'path'],
    ['GET http://api.example.com/v1', 'scheme'],
    ['GET https://api.example.com:8443/v1', 'port'],
    ['GET https://example.com/v1', 'host'],
    ['GET https://x.api.example.com/v1', 'host'],
    ['GET https://api.example.com.evil.com/v1', 'host'],
    ['GET https://evilapi.example.com/v1', 'host'],
    ['POST https://api.example.com/v1', 'method'],
    ['TRACE https://api.example.com/v1', 'method'],
    ['CONNECT https://api.example.com/v1', 'method'],
    ['get https://api.example.com/v1', 'method'],
    ['PROPFIND https://api.example.com/v1', 'method'],
    ['__proto__ https://api.example.com/v1', 'method'],
  ])('%s: %s', (line, expected) => {
    expect(verdict(plain, line)).toBe(expected)
  })

  test.each([
    ['a.example.com', 'allow'],
    ['a.b.example.com', 'allow'],
    ['example.com', 'host'],
    ['notexample.com', 'host'],
    ['example.com.evil.com', 'host'],
  ])('*.example.com and %s: %s', (host, expected) => {
    expect(verdict(rulesOf({ host: '*.example.com' }), `GET https://${host}/`)).toBe(expected)
  })

  test('a rule about an address covers every form of it, and no name', () => {
    const rules = rulesOf({ host: '10.0.0.1', schemes: ['http'], addresses: ['10.0.0.1'] })
    expect(verdict(rules, 'GET http://0xa000001/')).toBe('allow')
    expect(verdict(rules, 'GET http://[::ffff:10.0.0.1]/')).toBe('allow')
    expect(verdict(rules, 'GET http://10.0.0.1.example/')).toBe('host')
  })

  test('a body goes only with methods that have one, and only up to its size', () => {
    const rules = rulesOf({ host: 'a.b', methods: ['GET', 'POST'], request: 10 })
    expect(verdict(rules, 'GET https://a.b/', { bodyBytes: 1 })).toBe('body')
    expect(verdict(rules, 'GET https://a.b/', { bodyBytes: undefined })).toBe('body')
    expect(verdict(rules, 'POST https://a.b/', { bodyBytes: 10 })).toBe('allow')
    expect(verdict(rules, 'POST https://a.b/', { bodyBytes: 11 })).toBe('size')
    expect(verdict(rules, 'POST https://a.b/', { bodyBytes: undefined })).toBe('allow')
  })

  test('where a rule lists headers, others are denied', () => {
    const rules = rulesOf({ host: 'a.b', headers: ['X-Request-Id'] })
    const headerNames = ['host', 'user-agent', 'x-request-id']
    expect(verdict(rules, 'GET https://a.b/', { headerNames })).toBe('allow')
    expect(verdict(rules, 'GET https://a.b/', { headerNames: [...headerNames, 'x-data'] })).toBe(
      'header',
    )
  })

  test('rules do not lend each other what they allow', () => {
    const rules = rulesOf(
      { host: 'a.b', methods: ['POST'], paths: ['/in'] },
      { host: 'a.b', methods: ['GET'], paths: ['/out'] },
    )
    expect(verdict(rules, 'POST https://a.b/in')).toBe('allow')
    expect(verdict(rules, 'POST https://a.b/out')).toBe('path')
    expect(verdict(rules, 'GET https://a.b/in')).toBe('path')
  })

  test('what passes through unread is for connections only', () => {
    const rules = rulesOf({ host: 'a.b', 'pass-through': true })
    expect(verdict(rules, 'GET https://a.b/')).toBe('host')
    expect(decideConnection(request('GET https://a.b/'), rules)).toMatchObject({
      verdict: 'allow',
      rule: { isPassedThrough: true },
    })
    expect(decideConnection(request('GET https://a.c/'), rules)).toEqual({
      verdict: 'deny',
      reason: 'host',
    })
  })

  test('no rules, no way out; and more rules never close one', () => {
    const hosts = fc.constantFrom('a.example', 'b.example', '*.example')
    const rule = fc.record({
      host: hosts,
      methods: fc.constantFrom(['GET'], ['POST'], ['GET', 'POST']),
      paths: fc.constantFrom(['/'], ['/a'], ['/a/b']),
    })
    const line = fc
      .tuple(
        fc.constantFrom('GET', 'POST', 'PUT'),
        fc.constantFrom('a', 'b', 'c'),
        fc.constantFrom('/', '/a', '/a/b'),
      )
      .map(([method, host, path]) => `${method} https://${host}.example${path}`)
    fc.assert(
      fc.property(fc.array(rule), fc.array(rule), line, (some, more, text) => {
        expect(verdict([], text)).toBe('host')
        const before = verdict(rulesOf(...some), text)
        if (before === 'allow') expect(verdict(rulesOf(...more, ...some), text)).toBe('allow')
      }),
    )
  })
})

test.each([
  ['api.example.com', 'GET', '/v1/x', undefined],
  ['api.example.com:443', 'GET', '/v1/x', undefined],
  ['api.example.com:8443', 'GET', '/v1/x', 'port'],
  ['api.example.com', 'POST', '/v1/x', 'method'],
  ['api.example.com', '*', '/v1/x', undefined],
  ['api.example.com', 'GET', '/v2', 'path'],
  ['api.example.com', 'GET', '/v1/%2e%2e/v2', 'path'],
  ['evil.com', 'GET', '/v1', 'host'],
  ['evil.com\0.api.example.com', 'GET', '/v1', 'host'],
])('what the code is seen to reach: %s %s %s: %s', (host, method, path, reason) => {
  expect(refusalOf({ host, method, path }, plain)).toBe(reason)
})

describe('the egress section', () => {
  const faults = (value: unknown) => {
    const read = parseEgress(value)
    return read.ok ? [] : read.issues.map(formatIssue)
  }

  test('grants GET and HEAD over https on the usual port by default', () => {
    expect(rulesOf({ host: 'Example.com.' })).toMatchObject([
      {
        host: { host: { kind: 'name', text: 'example.com' }, hasSubdomains: false },
        schemes: ['https'],
        methods: ['GET', 'HEAD'],
        paths: ['/'],
        addresses: [],
        isPassedThrough: false,
      },
    ])
  })

  test.each<[object, string]>([
    [{ allow: [{}] }, 'egress -> allow -> 0 -> host:'],
    [{ allow: [{ host: '*' }] }, 'egress -> allow -> 0 -> host: write one host'],
    [{ allow: [{ host: '*.10.0.0.1' }] }, 'egress -> allow -> 0 -> host: write one host'],
    [{ allow: [{ host: 'https://a.b/' }] }, 'egress -> allow -> 0 -> host: write one host'],
    [{ allow: [{ host: 'a.b:80' }] }, 'egress -> allow -> 0 -> host: write one host'],
    [{ allow: [{ host: 'a.*.b' }] }, 'egress -> allow -> 0 -> host: write one host'],
    [{ allow: [{ host: 'a.b', methods: ['TRACE'] }] }, 'egress -> allow -> 0 -> methods -> 0:'],
    [{ allow: [{ host: 'a.b', methods: [] }] }, 'egress -> allow -> 0 -> methods:'],
    [
      { allow: [{ host: 'a.b', paths: ['/a%2f'] }] },
      'egress -> allow -> 0 -> paths -> 0: write a path',
    ],
    [{ allow: [{ host: 'a.b', ports: [0] }] }, 'egress -> allow -> 0 -> ports -> 0:'],
    [
      { allow: [{ host: 'a.b', addresses: ['10/8'] }] },
      'egress -> allow -> 0 -> addresses -> 0: write an address',
    ],
    [
      { allow: [{ host: 'a.b', method: ['GET'] }] },
      'egress -> allow -> 0 -> method: is no known setting',
    ],
    [
      { allow: [{ host: 'a.b', credential: 'x' }] },
      'egress -> allow -> 0 -> credential: is no credential; there are: none',
    ],
    [
      {
        allow: [{ host: 'a.b', credential: 'x', schemes: ['http'] }],
        credentials: { x: { secret: { env: 'X' } } },
      },
      'egress -> allow -> 0 -> schemes: a credential goes over https only',
    ],
    [
      { allow: [{ host: 'a.b', 'pass-through': true, paths: ['/'] }] },
      'egress -> allow -> 0 -> paths: cannot hold',
    ],
    [
      { allow: [{ host: 'a.b', 'pass-through': true, schemes: ['http'] }] },
      'egress -> allow -> 0 -> pass-through: only https',
    ],
    [{ limits: { timeout: '31s' } }, 'egress -> limits -> timeout: is at most 30s'],
    [{ limits: { request: 'lots' } }, 'egress -> limits -> request: write a size'],
    [{ credentials: { x: { secret: 'hunter2' } } }, 'egress -> credentials -> x'],
  ])('%j is refused: %s', (value, fault) => {
    expect(faults(value)[0]).toContain(fault)
  })

  test('a secret that was written into the policy is not repeated in the fault', () => {
    expect(faults({ credentials: { x: { secret: 'hunter2' } } }).join()).not.toContain('hunter2')
  })
})
