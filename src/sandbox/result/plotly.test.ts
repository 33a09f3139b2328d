import { describe, expect, test } from 'vitest'
import { Malformed } from './blobs.ts'
import { readPlotly } from './plotly.ts'

const read = (figure: unknown) =>
  JSON.parse(new TextDecoder().decode(readPlotly(new TextEncoder().encode(JSON.stringify(figure)))))
const packed = (values: Float64Array | Int8Array | Int32Array) =>
  Buffer.from(values.buffer).toString('base64')

describe('a plotly figure', () => {
  test('has its packed arrays written out, and nothing beside data and layout', () => {
    const x = { dtype: 'f8', bdata: packed(Float64Array.of(1.5, Number.NaN, 3)) }
    const z = { dtype: 'i4', bdata: packed(Int32Array.of(1, 2, 3, 4, 5, 6)), shape: '2, 3' }
    const layout = { title: { text: '\ud800' } }
    expect(read({ data: [{ x, z, name: 'a' }], layout, config: { plotlyServerURL: 'a' } })).toEqual(
      {
        data: [
          {
            x: [1.5, null, 3],
            z: [
              [1, 2, 3],
              [4, 5, 6],
            ],
            name: 'a',
          },
        ],
        layout: { title: { text: '\ufffd' } },
      },
    )
  })

  test.each([
    ['no object', []],
    ['no data', { data: {} }],
    ['an array of no type', { data: [{ x: { dtype: 'object', bdata: 'AAAA' } }] }],
    ['half a number', { data: [{ x: { dtype: 'f8', bdata: 'AAAA' } }] }],
    ['a shape that does not fit', { data: [{ x: { dtype: 'i1', bdata: 'AAAA', shape: '2, 2' } }] }],
    ['a shape of nothing', { data: [{ x: { dtype: 'i1', bdata: 'AAAA', shape: '3, 0' } }] }],
    [
      'too many values',
      { data: [{ x: { dtype: 'i1', bdata: packed(new Int8Array(5_000_001)) } }] },
    ],
  ])('with %s is malformed', (_, figure) => {
    expect(() => read(figure)).toThrow(Malformed)
  })
})
