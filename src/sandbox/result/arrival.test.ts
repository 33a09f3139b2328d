import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Arrival } from './arrival.ts'

const limitBytes = 1000

function arrived(bytes: Uint8Array, cut: number): Uint8Array {
  const arrival = new Arrival(limitBytes)
  for (let at = 0; at < bytes.length; at += cut) arrival.push(bytes.subarray(at, at + cut))
  return arrival.take()
}

function withLength(length: number, body: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(4 + body.length)
  bytes.writeUInt32LE(length)
  bytes.set(body, 4)
  return bytes
}

const body = fc.uint8Array({ maxLength: 100 })
const cut = fc.integer({ min: 1, max: 30 })

test('a result comes together as it was, however it is cut', () => {
  fc.assert(
    fc.property(body, cut, (bytes, at) => {
      const sent = withLength(bytes.length, bytes)
      expect([...arrived(sent, at)]).toEqual([...sent])
    }),
  )
})

test('so does one of another length than it says, and one that ends within its length', () => {
  fc.assert(
    fc.property(body, cut, fc.nat(2 ** 32 - 1), (bytes, at, said) => {
      const sent = withLength(said, bytes)
      expect([...arrived(sent, at)]).toEqual([...sent])
      expect([...arrived(bytes, at)]).toEqual([...bytes])
    }),
  )
})

test('memory is set aside once, for as much as the limit allows', () => {
  const whole = arrived(withLength(900, new Uint8Array(900)), 10)
  expect(whole.buffer.byteLength).toBe(904)
  const short = arrived(withLength(2 ** 31, new Uint8Array(9)), 10)
  expect(short.buffer.byteLength).toBeLessThan(65_536)
})
