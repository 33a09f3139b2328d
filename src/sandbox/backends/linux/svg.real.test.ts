import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestSandbox, type TestSandbox } from '../../../../test/sandbox/fixture.ts'

let box: TestSandbox
beforeAll(async () => {
  box = await openTestSandbox()
})
afterAll(() => box.sandbox.close())

const head = 'import matplotlib.pyplot as plt, numpy as np\nfig, ax = plt.subplots()\n'

describe('as SVG a drawing keeps every mark', () => {
  test.each([
    ['a line with markers', 'ax.plot([1, 2, 4], "o--", label="a")\nax.legend()'],
    ['bars with a hatch', 'ax.bar(["x", "y"], [1, 2], hatch="//")'],
    ['points in colours', 'ax.scatter(range(40), range(40), c=range(40), s=range(40))'],
    ['a raster', 'fig.colorbar(ax.imshow(np.arange(16).reshape(4, 4)))'],
    ['a mesh', 'ax.pcolormesh(np.arange(16).reshape(4, 4), shading="gouraud")'],
    ['contours', 'ax.contourf(np.outer(np.arange(9), np.arange(9)))'],
    ['formulae', 'ax.set_title(r"$\\frac{\\alpha}{2}$ <&>")'],
    ['texts as texts', 'plt.rcParams["svg.fonttype"] = "none"\nax.text(0.5, 0.5, "a < b & c")'],
    ['seaborn', 'import seaborn as sns\nsns.kdeplot(x=[1, 2, 2, 3, 5], ax=ax, fill=True)'],
    [
      'a polar plot',
      'plt.close()\nfig = plt.figure()\nfig.add_subplot(projection="polar").plot([1, 2])',
    ],
  ])('%s', async (_, code) => {
    const own = `import io\nraw = io.BytesIO()\nfig.savefig(raw, format="svg", bbox_inches="tight")\nraw.getvalue().decode()`
    const end = await box.report(`${head}${code}\n${own}`, { figures: 'svg' })
    if (end.status !== 'completed') throw new Error(JSON.stringify(end.failure))
    const [figure] = end.answer.figures
    expect(figure?.format).toBe('svg')
    const drawn = new TextDecoder().decode(figure?.bytes)
    const raw = 'value' in end.answer.value ? String(end.answer.value.value) : ''
    expect(marksOf(raw)['path']).toBeGreaterThan(5)
    expect(marksOf(drawn)).toEqual(marksOf(raw))
    expect(drawn).not.toMatch(/metadata|DOCTYPE|<style/)
  })
})

test('a picture is PNG where nobody asks for another format', async () => {
  const end = await box.report(`${head}ax.plot([1, 2])`)
  expect(end).toMatchObject({ answer: { figures: [{ format: 'png' }] } })
})

test('an SVG file that the answer names is written anew like any other', async () => {
  const code = `open("a.svg", "w").write('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script><path d="M0 0"/></svg>')\nresult = {"type": "plot", "value": "a.svg"}`
  const end = await box.report(code)
  if (end.status !== 'completed') throw new Error(JSON.stringify(end.failure))
  const drawn = new TextDecoder().decode(end.answer.figures[0]?.bytes)
  expect(drawn).toContain('<path d="M0 0"></path></svg>')
  expect(drawn).not.toContain('alert')
})

/** How many there are of each element that draws, of each reference, and of what is painted. */
function marksOf(drawing: string): { readonly [mark: string]: number } {
  const marks: Record<string, number> = {}
  const found = drawing.matchAll(
    /<(path|use|image|text|tspan|rect|clipPath|pattern|g)\b|(?:url\(|href=")#|\b(?:stroke|fill|opacity|stroke-[a-z]+): /g,
  )
  const isSheet = /<style type="text\/css">|svg [^>]* style="stroke-linejoin/
  for (const [whole, element] of found) {
    const mark = element ?? whole
    marks[mark] = (marks[mark] ?? 0) + 1
  }
  expect(drawing).toMatch(isSheet)
  return marks
}
