import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Turns } from './turns.ts'

const never = new AbortController().signal

describe('turns', () => {
  test('are given in the order of asking, never more than so many at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 20 }),
        async (atOnce, ticks) => {
          const turns = new Turns({ atOnce, waiting: 100 })
          const began: number[] = []
          let working = 0
          let most = 0
          await Promise.all(
            ticks.map(async (count, index) => {
              const giveBack = await turns.take(never)
              began.push(index)
              most = Math.max(most, ++working)
              for (let tick = 0; tick < count; tick++) await Promise.resolve()
              working -= 1
              giveBack?.()
            }),
          )
          expect(began).toEqual(ticks.map((_, index) => index))
          expect(most).toBeLessThanOrEqual(atOnce)
        },
      ),
      { numRuns: 50 },
    )
  })

  test('one too many is refused, and says what to do', async () => {
    const turns = new Turns({ atOnce: 1, waiting: 1 })
    const first = await turns.take(never)
    const second = turns.take(never)
    await expect(turns.take(never)).rejects.toMatchObject({
      code: 'sandbox-busy',
      message: 'The sandbox is busy: 1 run and 1 wait, which is as many as may.',
      help: expect.stringContaining('sandbox.queue'),
    })
    first?.()
    expect(await second).toBeTypeOf('function')
  })

  test('whoever gives up leaves the queue, and its place goes to the next', async () => {
    const turns = new Turns({ atOnce: 1, waiting: 2 })
    const first = await turns.take(never)
    const stop = new AbortController()
    const [gone, next] = [turns.take(stop.signal), turns.take(never)]
    stop.abort()
    expect(await gone).toBeUndefined()
    const last = turns.take(never)
    first?.()
    const held = await next
    expect(held).toBeTypeOf('function')
    held?.()
    expect(await last).toBeTypeOf('function')
    expect(await turns.take(AbortSignal.abort())).toBeUndefined()
  })

  test('given back twice counts once', async () => {
    const turns = new Turns({ atOnce: 1, waiting: 1 })
    const first = await turns.take(never)
    first?.()
    first?.()
    await turns.take(never)
    let hasSecond = false
    void turns.take(never).then(() => (hasSecond = true))
    await new Promise((resolve) => setTimeout(resolve, 1))
    expect(hasSecond).toBe(false)
  })

  test('closing refuses those who wait and those who come', async () => {
    const turns = new Turns({ atOnce: 1, waiting: 1 })
    await turns.take(never)
    const waiting = turns.take(never)
    turns.close(new Error('closed'))
    await expect(waiting).rejects.toThrow('closed')
    await expect(turns.take(never)).rejects.toThrow('closed')
  })
})
