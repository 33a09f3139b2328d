import { describe, expect, test } from 'vitest'
import { decodeSource } from './decode.ts'

describe('what can be read', () => {
  test.each([
    ['x = "é"', 'utf-8', 'utf-8'],
    ['\ufeffx = 1', 'utf-8', 'utf-8'],
    ['\ufeff# coding: utf-8\n', 'utf-8', 'utf-8'],
    ['# -*- coding: UTF_8 -*-\né', 'utf-8', 'utf-8'],
    ['\n# vim: set fileencoding=utf8 :\n', 'utf-8', 'utf-8'],
    ['# first\n# second\n# coding: nope\n', 'utf-8', 'utf-8'],
    ['x = 1\n# coding: nope\n', 'utf-8', 'utf-8'],
    ['x = "coding: nope"', 'utf-8', 'utf-8'],
    ['# coding: latin-1\n\u0080é', 'latin1', 'latin-1'],
    ['# coding=iso-8859-1\ré', 'latin1', 'latin-1'],
    ['# coding: ascii\nabc', 'latin1', 'ascii'],
  ] as const)('%j', (text, written, encoding) => {
    expect(decodeSource(Buffer.from(text, written))).toEqual({ ok: true, text, encoding })
  })

  test.each([
    ['cp1252', 0x80, '€'],
    ['iso-8859-15', 0xa4, '€'],
    ['koi8-r', 0xc1, 'а'],
  ])('%s', (name, byte, character) => {
    const head = Buffer.from(`# coding: ${name}\n`)
    const result = decodeSource(Uint8Array.from([...head, byte]))
    expect(result).toMatchObject({ ok: true, text: `# coding: ${name}\n${character}` })
  })
})

describe('what cannot be read', () => {
  test.each([
    ['an unknown encoding', '\n# coding: uft-8\n', 'latin1', 2, 'unknown encoding: uft-8'],
    [
      'a byte order mark against a cookie',
      '\ufeff# coding: latin-1\n',
      'utf-8',
      1,
      'encoding problem: latin-1 with BOM',
    ],
    ['a null byte', 'a\r\nb\rc\0', 'latin1', 3, 'source code cannot contain null bytes'],
    [
      'latin-1 bytes',
      'a\nb\n\xe9',
      'latin1',
      3,
      "'utf-8' codec can't decode byte 0xe9 in position 4",
    ],
    [
      'beyond ASCII',
      '# coding: ascii\n\xe9',
      'latin1',
      2,
      "'ascii' codec can't decode byte 0xe9 in position 16",
    ],
    [
      'beyond cp1252',
      '# coding: cp1252\n\x81',
      'latin1',
      2,
      "'cp1252' codec can't decode byte 0x81 in position 17",
    ],
  ] as const)('%s', (_, text, written, line, message) => {
    expect(decodeSource(Buffer.from(text, written))).toEqual({ ok: false, message, line })
  })

  test.each([
    ['an overlong form', [0xc0, 0x80], 0],
    ['an overlong form of three bytes', [0x61, 0xe0, 0x80, 0x80], 1],
    ['a surrogate', [0xed, 0xa0, 0x80], 0],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80], 0],
    ['a sequence cut short', [0xc3, 0xa9, 0xe2, 0x82], 2],
  ])('%s', (_, bytes, position) => {
    const result = decodeSource(Uint8Array.from(bytes))
    expect(result).toMatchObject({
      ok: false,
      message: expect.stringContaining(`position ${position}`),
    })
  })
})
