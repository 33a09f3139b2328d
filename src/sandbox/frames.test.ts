import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ChannelFrame, encodeFrame, FrameReader } from './frames.ts'

const kinds = ['run', 'cancel', 'ready', 'stdout', 'stderr', 'result', 'exit'] as const
const frames = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds),
    job: fc.nat(2 ** 32 - 1),
    payload: fc.uint8Array({ maxLength: 50 }),
  }),
)

test('frames come out as they went in, however the stream is cut; what a job gives, in pieces', () => {
  fc.assert(
    fc.property(frames, fc.integer({ min: 1, max: 40 }), (sent, cut) => {
      const stream = Buffer.concat(sent.map(encodeFrame))
      const reader = new FrameReader()
      const received: ChannelFrame[] = []
      for (let at = 0; at < stream.length; at += cut) {
        received.push(...reader.push(stream.subarray(at, at + cut)))
      }
      expect(joined(received)).toEqual(joined(sent))
      const isWhole = ({ kind }: ChannelFrame) => !['stdout', 'stderr', 'result'].includes(kind)
      expect(received.filter(isWhole).length).toBe(sent.filter(isWhole).length)
    }),
  )
})

test.each([
  ['too long', [1, 0, 16, 0, 0x4f, 0, 0, 0, 0]],
  ['of no kind', [0, 0, 0, 0, 0x3f, 0, 0, 0, 0]],
])('a frame that is %s is refused at its head', (_, bytes) => {
  expect(() => new FrameReader().push(Uint8Array.from(bytes))).toThrow(RangeError)
})

/** Frames with those of one kind and job that come one after another put together. */
function joined(frames: readonly ChannelFrame[]) {
  const list: { name: string; payload: number[] }[] = []
  for (const { kind, job, payload } of frames) {
    const name = `${kind} ${job}`
    if (list.at(-1)?.name !== name) list.push({ name, payload: [] })
    list.at(-1)?.payload.push(...payload)
  }
  return list
}
