import { Socket } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { Turnstile } from './turnstile.ts'

const close = async (socket: Socket) => {
  socket.destroy()
  await new Promise((resolve) => setImmediate(resolve))
}

describe('a turnstile', () => {
  test('never has more inside than it may, and lets everybody in, in order', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.boolean(), { maxLength: 40 }),
        async (inside, comings) => {
          const turnstile = new Turnstile({ inside, waiting: 100, timeoutMs: 60_000 })
          const present: Socket[] = []
          const order: number[] = []
          const come = (number: number) => {
            const socket = new Socket()
            const admit = () => {
              order.push(number)
              present.push(socket)
            }
            turnstile.enter(socket, admit, () => expect.unreachable())
          }
          for (const [number, isComing] of comings.entries()) {
            if (isComing) come(number)
            else if (present.length > 0) await close(present.shift() as Socket)
            expect(present.length).toBeLessThanOrEqual(inside)
          }
          while (present.length > 0) await close(present.shift() as Socket)
          expect(turnstile.isCrowded).toBe(false)
          expect(order).toEqual([...comings.keys()].filter((each) => comings[each]))
        },
      ),
    ))

  test('forgets who closes while waiting, and drops whom it has no room for', async () => {
    const turnstile = new Turnstile({ inside: 1, waiting: 1, timeoutMs: 60_000 })
    const [first, second, third] = [new Socket(), new Socket(), new Socket()]
    const admitted = vi.fn()
    for (const each of [first, second, third]) turnstile.enter(each, admitted, admitted)
    expect([first, second, third].map(({ destroyed }) => destroyed)).toEqual([false, false, true])
    await close(second)
    await close(first)
    expect(admitted).toHaveBeenCalledTimes(1)
    expect(turnstile.isCrowded).toBe(false)
  })
})
