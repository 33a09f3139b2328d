import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isBelow, readTarget } from './path.ts'

describe('readTarget', () => {
  test.each([
    ['/', '/', ''],
    ['/a/b?x=1&y=%2e%2e/', '/a/b', '?x=1&y=%2e%2e/'],
    ['/a/./b', '/a/b', ''],
    ['/a/../b', '/b', ''],
    ['/../../b', '/b', ''],
    ['/a/b/..', '/a/', ''],
    ['/a/b/.', '/a/b/', ''],
    ['/..', '/', ''],
    ['/%61%2D%7e', '/a-~', ''],
    ['/a/%2e%2E/b', '/b', ''],
    ['/a/.%2e/b', '/b', ''],
    ['/caf%c3%a9', '/caf%C3%A9', ''],
    ['/a%20b', '/a%20b', ''],
    ['/a//b', '/a//b', ''],
    ['/a;v=1/b', '/a;v=1/b', ''],
    ['/...', '/...', ''],
  ])('%s', (text, path, query) => {
    expect(readTarget(text)).toEqual({ path, query })
  })

  test.each([
    '',
    'a',
    'http://example.com/',
    '*',
    '/a b',
    '/a\tb',
    '/a\r\nb',
    '/a\0b',
    '/é',
    '/a\\..\\b',
    '/a#b',
    '/a%2fb',
    '/a%2F..%2Fb',
    '/a%5c..%5cb',
    '/a%00',
    '/a%0d%0ab',
    '/a%',
    '/a%2',
    '/a%zz',
    '/a%252e%252e/b',
    '/a%25',
    '/a//../b',
    '/..;/admin',
    '/a/..;x=1/b',
    '/a/.;/b',
    '/a/%2e%2e%3b/b',
    '/;/a',
    '/v1/..%20/a',
    '/v1/.%20%20/a',
    '/v1/%c0%ae%c0%ae/a',
    '/v1/%C0%AF..',
    '/v1/%e0%80%ae/a',
    '/v1/%f0%80%80%ae/a',
    '/a?x=%',
    `/${'a'.repeat(9000)}`,
  ])('%j is refused', (text) => {
    expect(readTarget(text)).toBeUndefined()
  })

  test('what was read reads as itself, has no dot segment, and the URL Standard agrees', () => {
    const part = fc.constantFrom('.', '..', 'a', 'b', '', '%2e', '%2E%2e', '%41', ';', '%2f', '~')
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const text = `/${parts.join('/')}`
        const target = readTarget(text)
        if (target === undefined) return
        expect(readTarget(target.path)).toEqual(target)
        expect(new URL(`http://h${target.path}`).pathname).toBe(target.path)
        expect(decodeURIComponent(new URL(`http://h${text}`).pathname)).toBe(target.path)
      }),
    )
  })
})

test.each([
  ['/v1', '/v1', true],
  ['/v1/x', '/v1', true],
  ['/v10', '/v1', false],
  ['/v1', '/v1/', false],
  ['/v1/', '/v1/', true],
  ['/V1/x', '/v1', false],
  ['/anything', '/', true],
])('%s below %s: %s', (path, prefix, below) => {
  expect(isBelow(path, prefix)).toBe(below)
})
