import { expect, test } from 'vitest'
import { svgTexts } from './svg-texts.ts'

const figure = (drawing: string) => ({
  format: 'svg' as const,
  bytes: new TextEncoder().encode(drawing),
})

test('texts and names of a drawing are told, as they are read by a person', () => {
  const drawing =
    '<?xml version="1.0"?>\n<svg><g id="Ann_Lee.7"><text>a &lt;&amp;lt; b</text></g>\n<title>c</title></svg>\n'
  expect(svgTexts(figure(drawing))).toEqual(['a <&lt; b', 'c', 'Ann Lee 7'])
})

test('a picture of another format has none', () => {
  expect(svgTexts({ ...figure('<g id="a">b</g>'), format: 'png' })).toEqual([])
})
