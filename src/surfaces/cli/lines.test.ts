import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readLines } from './lines.ts'

const limitBytes = 8

async function* chunksOf(text: string, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}

async function linesOf(text: string, sizes: readonly number[] = [3]): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const line of readLines(chunksOf(text, sizes), limitBytes)) {
    lines.push(line.kind === 'line' ? Buffer.from(line.bytes).toString() : 'TOO LONG')
  }
  return lines
}

describe('lines of a stream', () => {
  test.each([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\n\nb', ['a', '', 'b']],
    ['12345678\n123456789\n1', ['12345678', 'TOO LONG', '1']],
    ['1234567890123456789', ['TOO LONG']],
  ])('%j', async (text, lines) => {
    expect(await linesOf(text)).toEqual(lines)
  })

  test('do not depend on where the chunks end', async () => {
    const text = fc.array(fc.constantFrom('a', 'bc', '\n', 'ü')).map((parts) => parts.join(''))
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        async (it, sizes) => {
          expect(await linesOf(it, sizes)).toEqual(await linesOf(it, [1000]))
        },
      ),
    )
  })
})
