import { describe, expect, test } from 'vitest'
import { bodyLength, endToEnd, type HeaderLine } from './headers.ts'

describe('bodyLength', () => {
  test.each<[string, HeaderLine[], { bytes: number | undefined } | undefined]>([
    ['nothing said', [], { bytes: 0 }],
    ['a length', [['Content-Length', '12']], { bytes: 12 }],
    ['chunks', [['transfer-encoding', 'Chunked']], { bytes: undefined }],
    [
      'both',
      [
        ['Content-Length', '1'],
        ['Transfer-Encoding', 'chunked'],
      ],
      undefined,
    ],
    [
      'two lengths, though the same',
      [
        ['Content-Length', '1'],
        ['content-length', '1'],
      ],
      undefined,
    ],
    ['a list of lengths', [['Content-Length', '1, 1']], undefined],
    ['a sign', [['Content-Length', '+1']], undefined],
    ['hexadecimal', [['Content-Length', '0x1']], undefined],
    ['another coding', [['Transfer-Encoding', 'gzip, chunked']], undefined],
    ['identity', [['Transfer-Encoding', 'identity']], undefined],
  ])('%s', (_, lines, expected) => {
    expect(bodyLength(lines)).toEqual(expected)
  })
})

test('headers for one connection stay, those it names too, but not what servers decide by', () => {
  const lines: HeaderLine[] = [
    ['Connection', 'X-Hop, Authorization'],
    ['x-hop', '1'],
    ['Authorization', 'mine'],
    ['Proxy-Authorization', 'Basic x'],
    ['TE', 'trailers'],
    ['Upgrade', 'h2c'],
    ['Accept', '*/*'],
  ]
  expect(endToEnd(lines).map(([name]) => name)).toEqual(['Authorization', 'Accept'])
})
