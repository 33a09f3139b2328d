import type { Figure } from '../kernel/answer.ts'

/**
 * Every text in an SVG figure as the sandbox room writes it: what is between its elements, and the names that elements bear.
 * In that form no attribute holds a sign that could end it, and all others hold numbers and words of the language.
 */
export function svgTexts({ format, bytes }: Figure): string[] {
  if (format !== 'svg') return []
  const drawing = new TextDecoder().decode(bytes)
  const written = [...drawing.matchAll(/>([^<>]+)</g)].map(([, text = '']) => plain(text))
  const names = [...drawing.matchAll(/ id="([^"]*)"/g)].map(([, name = '']) => spaced(name))
  return [...written, ...names].filter((text) => text.trim() !== '')
}

const signs: readonly (readonly [string, string])[] = [
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  // Last, or it would make signs of texts that only look like them.
  ['&amp;', '&'],
]

/** A name cannot hold a space, so these stand for it. */
function spaced(name: string): string {
  return name.replaceAll(/[._-]+/g, ' ')
}

function plain(text: string): string {
  return signs.reduce((whole, [written, sign]) => whole.replaceAll(written, sign), text)
}
