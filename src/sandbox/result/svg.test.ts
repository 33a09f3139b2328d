import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Malformed } from './blobs.ts'
import { readSvg } from './svg.ts'

const space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
const read = (text: string) => new TextDecoder().decode(readSvg(new TextEncoder().encode(text)))
/** What is left of the content of a drawing. */
const inner = (content: string) =>
  /<svg[^>]*>(.*)<\/svg>\n$/s.exec(read(`<svg ${space}>${content}</svg>`))?.[1]

describe('of a drawing is kept', () => {
  test.each([
    '<g id="a"><path d="M 0,0 L 1.5e3 -2 z" style="fill: #1f77b4;stroke: none;stroke-width: 0.8;"></path></g>',
    '<defs><clipPath id="c"><rect x="0" y="0" width="9" height="9"></rect></clipPath></defs><g clip-path="url(#c)"></g>',
    '<path id="m" d="M0 0"></path><use x="1" y="2" xlink:href="#m"></use>',
    '<use xlink:href="#later"></use><path id="later" d="M0 0"></path>',
    '<pattern id="h" width="9" height="9" patternUnits="userSpaceOnUse"><path d="M0 0"></path></pattern><rect style="fill: url(#h);"></rect>',
    '<text x="1" y="2" style="font: 10px \'DejaVu Sans\', sans-serif;text-anchor: middle;">a &lt; b &amp; c</text>',
    '<image x="0" y="0" width="4" height="4" xlink:href="data:image/png;base64,iVBORw0KGgoAAAAN"></image>',
    '<g transform="translate(12 3.5) rotate(-90) scale(0.1 -0.1)" fill="rgb(1, 2, 3)"></g>',
    '<linearGradient id="l"><stop offset="50%" stop-color="red"></stop></linearGradient><rect fill="url(#l)"></rect>',
  ])('%s', (content) => {
    expect(inner(content)).toBe(content)
  })

  test('what the style sheet of every drawing of matplotlib says', () => {
    const sheet = '<style type="text/css">*{stroke-linejoin: round; stroke-linecap: butt}</style>'
    expect(read(`<svg ${space} width="4pt"><defs>${sheet}</defs></svg>`)).toContain(
      'width="4pt" style="stroke-linejoin: round; stroke-linecap: butt;"><defs></defs>',
    )
  })

  test('the document type that matplotlib names, as nothing', () => {
    const type =
      '<?xml version="1.0" encoding="utf-8" standalone="no"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    const plain = `<svg xmlns="http://www.w3.org/2000/svg"></svg>`
    expect(read(`${type}${plain}`)).toBe(read(plain))
    expect(read(`${type}${plain}`)).not.toContain('DOCTYPE')
  })

  test('the drawing in a link, without the link', () => {
    expect(inner('<a xlink:href="https://evil.example"><path d="M0 0"/></a>')).toBe(
      '<g><path d="M0 0"></path></g>',
    )
  })
})

describe('of a drawing is left out', () => {
  test.each([
    ['a script', '<script>alert(1)</script>'],
    ['a script in another case of letters', '<SCRIPT>alert(1)</SCRIPT>'],
    [
      'a script by another name space',
      '<x:script xmlns:x="http://www.w3.org/1999/xhtml">a</x:script>',
    ],
    [
      'a foreign element',
      '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img/></body></foreignObject>',
    ],
    ['a frame', '<iframe xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example"/>'],
    ['what is in what is left out', '<switch><g><path d="M0 0"/></g></switch>'],
    ['a style sheet', '<style>@import url(https://evil.example/a.css); * { fill: red }</style>'],
    ['an animation', '<animate attributeName="href" to="javascript:alert(1)"/>'],
    ['a set', '<set attributeName="onload" to="alert(1)"/>'],
    ['a picture in a filter', '<feImage xlink:href="https://evil.example"/>'],
    [
      'a picture element of HTML',
      '<img xmlns="http://www.w3.org/1999/xhtml" src="x" onerror="alert(1)"/>',
    ],
    ['an embedded document', '<svg><script/></svg>'],
    ['a comment', '<!-- <script>alert(1)</script> -->'],
    ['a processing instruction', '<?xml-stylesheet href="https://evil.example/a.css"?>'],
    ['text that is none', 'javascript:alert(1) ]]&gt;'],
    ['character data that is a script', '<![CDATA[<script>alert(1)</script>]]>'],
    ['meta data', '<metadata>about</metadata>'],
  ])('%s', (_, content) => {
    expect(inner(content)).toBe('')
  })

  test.each([
    ['a handler', 'onload="alert(1)"'],
    ['a handler in another case of letters', 'onClick="alert(1)"'],
    ['a class', 'class="a"'],
    ['a base', 'xml:base="https://evil.example/"'],
    ['a reference out', 'fill="url(https://evil.example/a.svg#a)"'],
    ['a reference out in a style', 'style="fill: url(https://evil.example/a.svg#a)"'],
    ['a reference to nothing', 'fill="url(#none)"'],
    ['an image in a style', 'style="background: url(https://evil.example/a.png)"'],
    ['a value of another kind', 'd="javascript:alert(1)"'],
    ['an expression', 'style="width: expression(alert(1))"'],
    ['a behaviour', 'style="behavior: url(#default#time2)"'],
    ['an escape of CSS', String.raw`style="fill: \75rl(https://evil.example)"`],
    ['a filter', 'filter="url(#f)"'],
    ['a marker', 'marker-end="url(#m)"'],
    ['a name that is none', 'id="a&quot; onload=&quot;alert(1)"'],
    ['an attribute of another name space', 'xmlns:x="http://www.w3.org/1999/xhtml" x:d="M0 0"'],
    ['a colour that calls', 'fill="attr(onload)"'],
  ])('%s of an element', (_, attribute) => {
    const left = inner(`<path ${attribute}/>`)
    expect(left?.replace(' style=""', '')).toBe('<path></path>')
  })

  test.each([
    ['javascript:alert(1)'],
    ['https://evil.example/a.png'],
    ['//evil.example/a.png'],
    ['file:///etc/passwd'],
    ['data:image/svg+xml;base64,PHN2Zy8+'],
    ['data:text/html,a'],
    ['data:image/png;base64,PHN2Zy8+'],
    ['data:image/png;base64,iVBORw0KGgo"onload="a'],
    ['#m'],
  ])('a picture from %s', (address) => {
    const picture = `<path id="m"/><image xlink:href="${address.replaceAll('"', '&quot;')}"/>`
    expect(inner(picture)).toBe('<path id="m"></path><image></image>')
    expect(inner(picture.replace('xlink:', ''))).toBe('<path id="m"></path><image></image>')
  })

  test('a use of anything but a single shape of the drawing', () => {
    const doubling =
      '<g id="a"><path/></g><g id="b"><use xlink:href="#a"/><use xlink:href="#a"/></g>'
    expect(inner(doubling)).not.toContain('#a')
    expect(inner('<use xlink:href="https://evil.example/a.svg#a"/>')).toBe('<use></use>')
    expect(inner('<use id="u" xlink:href="#u"/>')).toBe('<use id="u"></use>')
    expect(inner('<use href="#s"/><script id="s"/>')).toBe('<use></use>')
  })

  test('a reference inside of what others paint with', () => {
    const tiles =
      '<pattern id="a"><rect/></pattern><pattern id="b"><rect fill="url(#a)"/></pattern>'
    expect(inner(tiles)).not.toContain('url(')
  })

  test('the second of two that say the same', () => {
    const twice = '<path id="m"/><path id="n"/><use href="#m" xlink:href="#n"/><path id="m"/>'
    const left = inner(twice)
    expect(left?.match(/xlink:href/g)).toHaveLength(1)
    expect(left?.match(/id="m"/g)).toHaveLength(1)
  })
})

describe('no figure at all is', () => {
  test.each([
    ['a page', '<html><svg xmlns="http://www.w3.org/2000/svg"/></html>'],
    ['a drawing of no name space', '<svg/>'],
    ['a drawing of a name space like it', '<svg xmlns="http://www.w3.org/2000/SVG"/>'],
    ['what is not well formed', `<svg ${space}><g></svg>`],
    ['two roots', `<svg ${space}/><svg ${space}/>`],
    ['an entity of its own', `<!DOCTYPE svg [<!ENTITY a "b">]><svg ${space}>&a;</svg>`],
    ['an entity of nobody', `<svg ${space}>&nbsp;</svg>`],
    [
      'an outer entity',
      `<!DOCTYPE svg [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]><svg ${space}/>`,
    ],
    ['an attribute twice', `<svg ${space}><path d="M0 0" d="M1 1"/></svg>`],
    ['a sign that XML has not', `<svg ${space}><text>&#1;</text></svg>`],
    ['that sign by another version', `<?xml version="1.1"?><svg ${space}><text>&#1;</text></svg>`],
    ['depth without end', `<svg ${space}>${'<g>'.repeat(99)}${'</g>'.repeat(99)}</svg>`],
    ['nothing', ''],
    ['a text', 'alert(1)'],
  ])('%s', (_, text) => {
    expect(() => read(text)).toThrow(Malformed)
  })

  test('what is no UTF-8', () => {
    expect(() => readSvg(Uint8Array.of(0xff, 0xfe, 0x3c))).toThrow(TypeError)
  })
})

const names = ['g', 'path', 'text', 'use', 'script', 'style', 'image', 'a', 'x:svg', 'clipPath']
const keys = ['id', 'd', 'style', 'fill', 'onload', 'xlink:href', 'href', 'transform', 'clip-path']
const values = ['#a', 'url(#a)', 'M0 0', 'red', 'fill: url(#a); stroke: red', 'javascript:a', '"><']
const quoted = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`).replace(/[^\t\n -\ud7ff]/gu, '')

const drawing: fc.Arbitrary<string> = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .record({
      name: fc.constantFrom(...names),
      attributes: fc.dictionary(
        fc.constantFrom(...keys),
        fc.oneof(fc.constantFrom('a', ...values), fc.string()),
      ),
      content: fc.oneof(
        { depthSize: 'small' },
        fc.string().map(quoted),
        fc.array(tie('element'), { maxLength: 4 }).map((parts) => parts.join('')),
      ),
    })
    .map(({ name, attributes, content }) => {
      const said = Object.entries(attributes).map(([key, value]) => ` ${key}="${quoted(value)}"`)
      return `<${name}${said.join('')}>${content}</${name}>`
    }),
})).element

test('what was read once is read again as it is, and holds nothing that acts', () => {
  fc.assert(
    fc.property(drawing, (content) => {
      const once = read(`<svg ${space} xmlns:x="http://www.w3.org/2000/svg">${content}</svg>`)
      expect(read(once)).toBe(once)
      const tags = once.match(/<[^>]*>/g)?.join('') ?? ''
      expect(tags).not.toMatch(/<(?:script|style|a|foreignObject)\b| on\w+=|javascript:|url\((?!#)/)
    }),
    { numRuns: 300 },
  )
})
