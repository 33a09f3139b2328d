import { expect, test } from 'vitest'
import { longestList, plotlyFigures, plotlyPage } from './plotly-figures.ts'

const figureOf = (spec: object) => ({
  format: 'plotly' as const,
  bytes: new TextEncoder().encode(JSON.stringify(spec)),
})

test('a page holds the figure and the library, and may load nothing', () => {
  const page = plotlyPage(figureOf({ data: [{ x: [1, 2] }] }), 'var Plotly = 1')
  expect(page).toContain('<script>var Plotly = 1</script>')
  expect(page).toContain('{"data":[{"x":[1,2]}]}')
  expect(page).toMatch(/Content-Security-Policy" content="default-src 'none';/)
})

test('no text of the data ends the script that it stands in', () => {
  const name = '</script><script>alert(1)</script><!--\u2028'
  const page = plotlyPage(figureOf({ data: [{ name }] }), '')
  expect(page.match(/<\/script>/g)).toHaveLength(2)
  expect(page).not.toContain('<!--')
  const spec = /newPlot\('chart', (.*), \{ responsive/.exec(page)?.[1] ?? ''
  expect(JSON.parse(spec)).toEqual({ data: [{ name }] })
})

test('rows are counted by the longest list of a figure', () => {
  const [drawn = null] = plotlyFigures([
    figureOf({ data: [{ x: [1, 2] }, { z: [[1], [2], [3, 4, 5, 6]] }] }),
  ])
  expect(longestList(drawn)).toBe(4)
})
