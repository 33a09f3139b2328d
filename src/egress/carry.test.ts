import { PassThrough, Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { carry, type Passage } from './carry.ts'

const passage = (limit: number): Passage => ({
  ...{ bytes: 0, limit, tooLong: 'response-size', change: undefined },
})

test('what is too long is never ended, even where its end comes at once', async () => {
  const from = new Readable({ read() {} })
  const to = new PassThrough()
  const carried = carry(from, to, passage(5))
  from.on('data', () => from.resume())
  from.push('abc')
  from.push('def')
  from.push(null)
  await expect(carried).rejects.toThrow('response-size')
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect(to.writableEnded).toBe(false)
  expect(to.read()?.toString()).toBe('abc')
})
