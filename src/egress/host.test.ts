import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupsOf6, readAuthority, readHost, writeHost } from './host.ts'

describe('readHost', () => {
  test.each([
    ['example.com', 'example.com'],
    ['EXAMPLE.Com', 'example.com'],
    ['example.com.', 'example.com'],
    ['example。com', 'example.com'],
    ['example．com｡', 'example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['ｅｘａｍｐｌｅ.com', 'example.com'],
    ['exa\u00admple.com', 'example.com'],
    ['_dmarc.example.com', '_dmarc.example.com'],
  ])('%j is the name %s', (written, text) => {
    expect(readHost(written)).toEqual({ kind: 'name', text })
  })

  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.1.', '127.0.0.1'],
    ['2130706433', '127.0.0.1'],
    ['0x7f000001', '127.0.0.1'],
    ['0X7F.0x0.0x0.0x1', '127.0.0.1'],
    ['0177.0.0.01', '127.0.0.1'],
    ['017700000001', '127.0.0.1'],
    ['127.1', '127.0.0.1'],
    ['127.0.1', '127.0.0.1'],
    ['0', '0.0.0.0'],
    ['１２７.０.０.１', '127.0.0.1'],
    ['①②⑦。⓪.0。1', '127.0.0.1'],
    ['[::1]', '::1'],
    ['[0:0:0:0:0:0:0:1]', '::1'],
    ['[::ffff:127.0.0.1]', '127.0.0.1'],
    ['[::FFFF:7f00:1]', '127.0.0.1'],
    ['[0000:0000:0000:0000:0000:ffff:7f00:0001]', '127.0.0.1'],
    ['[64:ff9b::7f00:1]', '64:ff9b::7f00:1'],
  ])('%j is the address %s', (written, text) => {
    expect(readHost(written)).toEqual({ kind: 'address', text })
  })

  test.each([
    '',
    '.',
    '..',
    'example..com',
    'example.com..',
    '.example.com',
    'example.com\0.evil.com',
    'exa\tmple.com',
    'example.com\n',
    'example.com\r\nHost: x',
    ' example.com',
    'example.com%00',
    '%65xample.com',
    'user@example.com',
    'user:secret@example.com',
    'example.com@evil.com',
    'example.com#@evil.com',
    'example.com\\@evil.com',
    'example.com/',
    'example.com?x',
    'example.com:80',
    'a℀b.com',
    '::1',
    '[::1',
    '[fe80::1%25eth0]',
    '[fe80::1%eth0]',
    '[::1].',
    '[v1.x]',
    '256.256.256.256',
    '1.2.3.4.5',
    '0x.example.0xff.300.1.1',
    '-a.example.com',
    `${'a'.repeat(64)}.com`,
    `${'abcdefg.'.repeat(40)}com`,
    'a'.repeat(5000),
  ])('%j is no host', (written) => {
    expect(readHost(written)).toBeUndefined()
  })

  test('reading what was read changes nothing, and what is read holds nothing that a URL would split', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.domain(), fc.ipV4Extended()),
        (text) => {
          const host = readHost(text)
          if (host === undefined) return
          expect(readHost(writeHost(host))).toEqual(host)
          expect(new URL(`http://${writeHost(host)}/`).hostname).toBe(writeHost(host))
        },
      ),
    )
  })
})

describe('readAuthority', () => {
  test.each([
    ['example.com', 'example.com', undefined],
    ['example.com:443', 'example.com', 443],
    ['[::1]:8080', '::1', 8080],
  ])('%s', (written, text, port) => {
    expect(readAuthority(written)).toMatchObject({ host: { text }, port })
  })

  test.each([
    'example.com:',
    'example.com:0',
    'example.com:65536',
    'example.com:+80',
    'example.com:80:80',
    'example.com:８０',
    ':80',
    '::1:80',
    'u@example.com:80',
  ])('%s is none', (written) => {
    expect(readAuthority(written)).toBeUndefined()
  })
})

test('an IPv6 address has eight groups however it is written', () => {
  expect(groupsOf6('1::2')).toEqual([1, 0, 0, 0, 0, 0, 0, 2])
  expect(groupsOf6('::ffff:1.2.3.4')).toEqual([0, 0, 0, 0, 0, 0xffff, 0x102, 0x304])
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      expect(groupsOf6(text)).toHaveLength(8)
    }),
  )
})
