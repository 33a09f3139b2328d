import { tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../kernel/json.ts'
import { type GuestResult, readResult } from './read.ts'

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1])

const endMark = '\0\0\0\0\0\0\0D'

function encode(header: Json, blobs: readonly Uint8Array[] = [], end = endMark): Uint8Array {
  return framed(JSON.stringify(header), blobs, end)
}

function framed(json: string, blobs: readonly Uint8Array[] = [], end = endMark): Uint8Array {
  const head = Buffer.from(json)
  const padded = blobs.flatMap((blob) => [blob, new Uint8Array((8 - (blob.length % 8)) % 8)])
  const rest = Buffer.concat([uint32(head.length), head, ...padded, Buffer.from(end)])
  return Buffer.concat([uint32(rest.length), rest])
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function answer(value: Json, blobs: readonly Uint8Array[] = [], figures: Json = []): GuestResult {
  return readResult(encode({ status: 'completed', value, figures }, blobs))
}

const int32 = (...values: number[]) => new Uint8Array(Int32Array.from(values).buffer)
const float64 = (...values: number[]) => new Uint8Array(Float64Array.from(values).buffer)
const text = (value: string) => new TextEncoder().encode(value)

describe('a frame', () => {
  const columns = [
    { name: 'n', storage: 'float64', buffers: [1, 24] },
    { name: 's', storage: 'utf8', buffers: [0, 16, 3] },
    { name: 'b', storage: 'bool', buffers: [0, 1] },
    { name: 't', storage: 'timestamp[ms]', timezone: 'Europe/Berlin', buffers: [0, 24] },
    { name: 'd', storage: 'date32', buffers: [0, 12] },
    { name: 'i', storage: 'uint8', buffers: [0, 3] },
    { name: 'u', storage: 'duration[s]', buffers: [0, 24] },
  ]
  const times = new Uint8Array(BigInt64Array.of(0n, 1n, 2n).buffer)
  const blobs = [
    ...[Uint8Array.of(0b101), float64(1, 2, 3), new Uint8Array(), int32(0, 2, 2, 3), text('éa')],
    ...[
      new Uint8Array(),
      Uint8Array.of(0b110),
      new Uint8Array(),
      times,
      new Uint8Array(),
      int32(0, 1, 2),
    ],
    ...[new Uint8Array(), Uint8Array.of(7, 8, 9), new Uint8Array(), times],
  ]

  test('becomes an Arrow stream that an independent reader understands', () => {
    const read = answer({ kind: 'frame', rowCount: 3, columns }, blobs)
    if (read.status !== 'completed' || read.value.kind !== 'frame') throw new Error(read.status)
    const table = tableFromIPC(read.value.frame.arrow)
    expect(table.schema.fields.map((field) => `${field.name} ${field.type}`)).toEqual([
      ...['n Float64', 's Utf8', 'b Bool', 't Timestamp<MILLISECOND, Europe/Berlin>'],
      ...['d Date32<DAY>', 'i Uint8', 'u Duration<SECOND>'],
    ])
    expect(table.getChild('n')?.toJSON()).toEqual([1, null, 3])
    expect(table.getChild('s')?.toJSON()).toEqual(['é', '', 'a'])
    expect(table.getChild('b')?.toJSON()).toEqual([false, true, true])
    expect(table.getChild('n')?.nullCount).toBe(1)
    expect(read.value.frame.columns.map((column) => column.type)).toEqual([
      ...['number', 'string', 'boolean', 'timestamp', 'date', 'integer', 'duration'],
    ])
  })

  test('stays in the memory that it came in, where a header with blanks behind it leaves room', () => {
    const json = JSON.stringify({
      status: 'completed',
      value: { kind: 'frame', rowCount: 3, columns },
      figures: [],
    })
    const streams = [json, json.padEnd(2000)].map((head) => {
      const bytes = framed(head, blobs)
      const read = readResult(bytes)
      if (read.status !== 'completed' || read.value.kind !== 'frame') throw new Error(read.status)
      const { arrow } = read.value.frame
      return { arrow, isSame: arrow.buffer === bytes.buffer }
    })
    expect(streams.map(({ isSame }) => isSame)).toEqual([false, true])
    expect(streams[0]?.arrow).toEqual(new Uint8Array(streams[1]?.arrow ?? []))
  })

  test('leaves with nothing in the bytes that fill a column up', () => {
    const described = [{ name: 'a', storage: 'int8', buffers: [0, 1] }]
    const json = JSON.stringify({
      status: 'completed',
      value: { kind: 'frame', rowCount: 1, columns: described },
      figures: [],
    })
    const bytes = framed(json.padEnd(1000), [Uint8Array.of(7, 1, 2, 3, 4, 5, 6, 7)])
    const read = readResult(bytes)
    if (read.status !== 'completed' || read.value.kind !== 'frame') throw new Error(read.status)
    const { arrow } = read.value.frame
    expect([...arrow.subarray(-16)]).toEqual([
      7, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0,
    ])
  })

  test('of any numbers and texts comes back the same', () => {
    const row = fc.record({ n: fc.double(), s: fc.string({ unit: 'grapheme' }) })
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const texts = rows.map(({ s }) => text(s))
        const ends = texts.map((_, index) =>
          texts.slice(0, index + 1).reduce((sum, t) => sum + t.length, 0),
        )
        const data = Buffer.concat(texts)
        const described = [
          { name: 'n', storage: 'float64', buffers: [0, rows.length * 8] },
          { name: 's', storage: 'utf8', buffers: [0, rows.length * 4 + 4, data.length] },
        ]
        const parts = [
          new Uint8Array(),
          float64(...rows.map(({ n }) => n)),
          new Uint8Array(),
          int32(0, ...ends),
          data,
        ]
        const read = answer({ kind: 'frame', rowCount: rows.length, columns: described }, parts)
        if (read.status !== 'completed' || read.value.kind !== 'frame') throw new Error(read.status)
        const table = tableFromIPC(read.value.frame.arrow)
        expect(table.toArray().map((r) => ({ ...r.toJSON() }))).toEqual(rows)
      }),
    )
  })

  const one = (
    column: { readonly [key: string]: Json },
    parts: readonly Uint8Array[],
    rowCount: Json = 1,
  ) => answer({ kind: 'frame', rowCount, columns: [{ name: 'a', ...column }] }, parts)

  test.each<[string, GuestResult]>([
    ['fewer values than rows', one({ storage: 'int64', buffers: [0, 8] }, [new Uint8Array(8)], 2)],
    ['more values than rows', one({ storage: 'int64', buffers: [0, 16] }, [new Uint8Array(16)], 1)],
    ['a negative length', one({ storage: 'int64', buffers: [0, -8] }, [])],
    [
      'a length beyond the bytes',
      one({ storage: 'int8', buffers: [0, 4096] }, [new Uint8Array(8)], 4096),
    ],
    ['a fractional row count', one({ storage: 'int8', buffers: [0, 1] }, [new Uint8Array(1)], 0.5)],
    ['a huge row count', one({ storage: 'int8', buffers: [0, 1] }, [new Uint8Array(1)], 2 ** 40)],
    [
      'a validity of the wrong size',
      one({ storage: 'int8', buffers: [2, 1] }, [new Uint8Array(2), new Uint8Array(1)]),
    ],
    [
      'offsets that go back',
      one({ storage: 'utf8', buffers: [0, 12, 2] }, [int32(0, 2, 1), text('ab')], 2),
    ],
    [
      'offsets beyond the text',
      one({ storage: 'utf8', buffers: [0, 8, 2] }, [int32(0, 3), text('ab')]),
    ],
    [
      'offsets that leave text over',
      one({ storage: 'utf8', buffers: [0, 8, 2] }, [int32(0, 1), text('ab')]),
    ],
    [
      'offsets that do not start at 0',
      one({ storage: 'utf8', buffers: [0, 8, 2] }, [int32(1, 2), text('ab')]),
    ],
    [
      'offsets inside a character',
      one({ storage: 'utf8', buffers: [0, 12, 2] }, [int32(0, 1, 2), text('é')], 2),
    ],
    [
      'text that is not UTF-8',
      one({ storage: 'utf8', buffers: [0, 8, 1] }, [int32(0, 1), Uint8Array.of(0xff)]),
    ],
    ['no such storage', one({ storage: 'object', buffers: [0, 8] }, [new Uint8Array(8)])],
    ['a missing buffer', one({ storage: 'utf8', buffers: [0, 8] }, [int32(0, 0)])],
    [
      'a strange time zone',
      one({ storage: 'timestamp[s]', timezone: '<b>', buffers: [0, 8] }, [new Uint8Array(8)]),
    ],
    ['bytes left over', one({ storage: 'int8', buffers: [0, 1] }, [new Uint8Array(9)])],
    [
      'two columns of one name',
      answer({
        kind: 'frame',
        rowCount: 0,
        columns: [1, 2].map(() => ({ name: 'a', storage: 'int8', buffers: [0, 0] })),
      }),
    ],
  ])('with %s is malformed', (_, read) => {
    expect(read).toEqual({ status: 'malformed' })
  })
})

describe('a value', () => {
  test.each<[Json, Json]>([
    [{ kind: 'none' }, { kind: 'none' }],
    [
      { kind: 'number', value: 1.5 },
      { kind: 'number', value: 1.5 },
    ],
    [
      { kind: 'number', value: '-Infinity' },
      { kind: 'number', value: '-Infinity' },
    ],
    [
      { kind: 'number', value: '12345678901234567890.5' },
      { kind: 'number', value: '12345678901234567890.5' },
    ],
    [
      { kind: 'string', value: 'a\ud800' },
      { kind: 'string', value: 'a\ufffd' },
    ],
    [
      { kind: 'json', value: { a: ['\udfff'] } },
      { kind: 'json', value: { a: ['\ufffd'] } },
    ],
  ])('%j', (sent, kept) => {
    expect(answer(sent)).toMatchObject({ status: 'completed', value: kept })
  })

  test('a key named __proto__ stays a key', () => {
    const value: Json = JSON.parse('{"kind": "json", "value": {"__proto__": {"a": 1}}}')
    const read = answer(value)
    if (read.status !== 'completed' || read.value.kind !== 'json') throw new Error(read.status)
    expect(JSON.stringify(read.value.value)).toBe('{"__proto__":{"a":1}}')
    expect(read.value.value).not.toHaveProperty('a')
  })

  test.each<[Json]>([
    [{ kind: 'pickle', value: '' }],
    [{ kind: 'number', value: '1e5' }],
    [{ kind: 'number', value: '<script>' }],
    [{ kind: 'string', value: 1 }],
    [{ kind: 'boolean', value: 'true' }],
    [{ kind: 'json' }],
    [JSON.parse(`{"kind": "json", "value": ${'['.repeat(200)}${']'.repeat(200)}}`)],
    [null],
  ])('%j is malformed', (value) => {
    expect(answer(value)).toEqual({ status: 'malformed' })
  })
})

describe('figures', () => {
  test('are copied out', () => {
    const read = answer({ kind: 'none' }, [png], [{ format: 'png', bytes: png.length }])
    expect(read).toMatchObject({ figures: [{ format: 'png', bytes: png }] })
  })

  test.each<[string, readonly Uint8Array[], Json]>([
    [
      'too many',
      Array.from({ length: 21 }, () => png),
      Array.from({ length: 21 }, () => ({ format: 'png', bytes: png.length })),
    ],
    ['no PNG', [text('<svg onload=alert(1)>')], [{ format: 'png', bytes: 21 }]],
    ['of no known format', [png], [{ format: 'svg', bytes: png.length }]],
    ['a length beyond the bytes', [png], [{ format: 'png', bytes: 4096 }]],
    ['no list', [png], { 0: { format: 'png', bytes: 9 } }],
  ])('%s are malformed', (_, blobs, sizes) => {
    expect(answer({ kind: 'none' }, blobs, sizes)).toEqual({ status: 'malformed' })
  })
})

describe('bytes', () => {
  test('of any kind never throw', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        (bytes) => readResult(bytes).status === 'malformed',
      ),
    )
  })

  test('of a real result with any one changed never throw and never give another status', () => {
    const real = encode(
      {
        status: 'completed',
        value: {
          kind: 'frame',
          rowCount: 1,
          columns: [{ name: 'a', storage: 'utf8', buffers: [1, 8, 2] }],
        },
        figures: [{ format: 'png', bytes: 9 }],
      },
      [Uint8Array.of(1), int32(0, 2), text('é'), png],
    )
    expect(readResult(real).status).toBe('completed')
    fc.assert(
      fc.property(fc.nat(real.length - 1), fc.nat(255), (place, byte) => {
        const changed = Uint8Array.from(real)
        changed[place] = byte
        return ['completed', 'malformed'].includes(readResult(changed).status)
      }),
    )
  })

  test.each([
    ['no end mark', encode({ status: 'completed', value: { kind: 'none' }, figures: [] }, [], '')],
    [
      'another end',
      encode({ status: 'completed', value: { kind: 'none' }, figures: [] }, [], '\0\0\0\0\0\0\0E'),
    ],
    [
      'something before the end',
      encode(
        { status: 'completed', value: { kind: 'none' }, figures: [] },
        [],
        '\0\0\0\0\0\0\x01D',
      ),
    ],
    [
      'a second result',
      Buffer.concat(
        [1, 2].map(() => encode({ status: 'completed', value: { kind: 'none' }, figures: [] })),
      ),
    ],
    ['a failure of no kind', encode({ status: 'failed', failure: { kind: 'approved' } })],
    [
      'a limit that is not the code’s to claim',
      encode({ status: 'failed', failure: { kind: 'limit', limit: 'wallMs' } }),
    ],
  ])('with %s are malformed', (_, bytes) => {
    expect(readResult(bytes)).toEqual({ status: 'malformed' })
  })

  test('of a failure keep its texts within bounds', () => {
    const failure = {
      kind: 'error',
      type: 'E'.repeat(1000),
      message: 'm'.repeat(9000),
      traceback: 't'.repeat(90_000),
      line: -1,
    }
    const read = readResult(encode({ status: 'failed', failure }))
    if (read.status !== 'failed' || read.failure.kind !== 'error') throw new Error(read.status)
    const { type, message, traceback } = read.failure
    expect([type.length, message.length, traceback.length]).toEqual([200, 4200, 17_000])
    expect(read.failure).not.toHaveProperty('line')
  })
})

describe('an answer that is small to send and large to hold', () => {
  const raw = (json: string) => {
    return readResult(framed(`{"status":"completed","figures":[],"value":${json}}`))
  }

  test.each([
    ['rows without columns', '{"kind":"frame","rowCount":2147483647,"columns":[]}'],
    ['five million lists', `{"kind":"json","value":[${'[],'.repeat(5_000_000)}0]}`],
    ['lists in lists', `{"kind":"json","value":${'['.repeat(200)}${']'.repeat(200)}}`],
    ['a number beyond all numbers', '{"kind":"json","value":[1e999]}'],
  ])('%s is malformed', (_, json) => {
    expect(raw(json)).toEqual({ status: 'malformed' })
  })

  test('commas and brackets inside a text do not count', () => {
    const value = `\\"${'[,'.repeat(3_000_000)}`
    expect(raw(`{"kind":"string","value":"${value}"}`).status).toBe('completed')
  })
})
