import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AddressKind, classifyAddress, isWithin, mayConnect, readRange } from './address.ts'

const kinds: readonly (readonly [AddressKind, string])[] = [
  ['global', '1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255'],
  ['global', '128.0.0.0 169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0'],
  ['global', '192.0.3.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255'],
  ['global', '2606:4700::1111 2001:4860:4860::8888 2003:: 2a00:1450::1 64:ff9b::808:808'],
  ['global', '::ffff:8.8.8.8'],
  ['metadata', '169.254.169.254 169.254.170.2 100.100.100.200 192.0.0.192 168.63.129.16'],
  ['metadata', 'fd00:ec2::254 ::ffff:169.254.169.254 64:ff9b::a9fe:a9fe fd20:ce::254'],
  ['loopback', '127.0.0.0 127.0.0.1 127.255.255.255 ::1 ::ffff:127.0.0.1 64:ff9b::7f00:1'],
  ['private', '10.0.0.0 10.255.255.255 172.16.0.0 172.31.255.255 192.168.0.0 192.168.255.255'],
  ['private', 'fc00:: fdff:ffff::1 fec0::1 64:ff9b::a00:1 ::ffff:a00:1'],
  ['link-local', '169.254.0.0 169.254.255.255 fe80::1 febf::1'],
  ['shared', '100.64.0.0 100.127.255.255'],
  ['multicast', '224.0.0.1 239.255.255.255 ff02::1'],
  ['translated', '2002:7f00:1:: 2001::1 ::127.0.0.1 ::2 64:ff9b:1::7f00:1 192.88.99.1'],
  ['translated', '::ffff:0:7f00:1 2606:4700::5efe:7f00:1 2606:4700::200:5efe:a00:1'],
  ['reserved', '0.0.0.0 0.255.255.255 192.0.0.1 192.0.2.1 198.18.0.0 198.19.255.255 198.51.100.1'],
  ['reserved', '203.0.113.1 240.0.0.0 255.255.255.255 100::1 2001:db8::1 2001:2::1 3fff::1'],
  ['reserved', '4000::1 5f00::1 8000:: 1:: 64:ff9b:2::1'],
]

describe('classifyAddress', () => {
  test.each(kinds.flatMap(([kind, texts]) => texts.split(' ').map((text) => [text, kind])))(
    '%s is %s',
    (text, kind) => expect(classifyAddress(text)).toBe(kind),
  )

  test.each(['', 'example.com', '::1%lo', 'x'.repeat(99), '::1]:80/[', '300.1.1.1'])(
    '%s, which no resolver may answer, is never global',
    (text) => expect(mayConnect(text, [])).toBe(false),
  )

  test('an address counts the same in every form that wraps it', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        const bytes = text.split('.').map(Number)
        const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
        const kind = classifyAddress(text)
        expect(classifyAddress(`::ffff:${text}`)).toBe(kind)
        expect(classifyAddress(`64:ff9b::${text}`)).toBe(kind)
        expect(classifyAddress(String(number))).toBe(kind)
        expect(classifyAddress(`0x${number.toString(16)}`)).toBe(kind)
      }),
    )
  })

  test('outside 2000::/3 and the NAT64 prefix no IPv6 address is global', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const isWrapped = /^(0*:)*:?0*:?ffff:|^64:ff9b:/i.test(text)
        const top = Number.parseInt(text.split(':')[0] || '0', 16)
        if (!isWrapped && top >> 13 !== 1) expect(classifyAddress(text)).not.toBe('global')
      }),
    )
  })
})

describe('ranges of a policy', () => {
  test.each([
    ['10.1.0.0/16', '10.1.2.3', true],
    ['10.1.0.0/16', '10.2.0.0', false],
    ['127.0.0.1', '127.0.0.1', true],
    ['127.0.0.1', '127.0.0.2', false],
    ['fd12::/16', 'fd12::5', true],
    ['0.0.0.0/0', '127.0.0.1', true],
  ])('%s holds %s: %s', (range, address, holds) => {
    const read = readRange(range)
    expect(read && isWithin(address, read)).toBe(holds)
  })

  test.each([
    '',
    '10.0.0.0/33',
    '10.0.0/8',
    '0x7f.0.0.1',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '::/129',
    'a.b',
  ])('%s is no range', (text) => expect(readRange(text)).toBeUndefined())

  test('metadata services stay closed whatever is allowed', () => {
    const all = ['0.0.0.0/0', '::/0'].flatMap((text) => readRange(text) ?? [])
    expect(mayConnect('127.0.0.1', all)).toBe(true)
    expect(mayConnect('169.254.169.254', all)).toBe(false)
    expect(mayConnect('::ffff:169.254.169.254', all)).toBe(false)
    expect(mayConnect('fd00:ec2::254', all)).toBe(false)
  })
})
