import { SaxesParser, type SaxesTagNS } from 'saxes'
import { Malformed } from './blobs.ts'
import {
  elements,
  everywhere,
  idPattern,
  isPlain,
  referring,
  resources,
  shapes,
  texts,
} from './svg-words.ts'

/**
 * Reads an SVG drawing that nobody trusts and writes it anew: elements that draw, attributes whose values can only draw, and
 * references to what is in the drawing itself. Scripts, handlers, style sheets, links, animations, foreign elements, entities
 * and everything else is left out. Throws Malformed where it is no well-formed SVG, or one without measure.
 */
export function readSvg(bytes: Uint8Array): Uint8Array {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  const writer = new Writer()
  const parser = new SaxesParser({
    ...{ xmlns: true, position: false, defaultXMLVersion: '1.0', forceXMLVersion: true },
  })
  const fail = () => {
    throw new Malformed('figure')
  }
  parser.on('error', fail)
  parser.on('doctype', (doctype) => {
    // An internal subset could declare entities; a name and an address of the document type cannot.
    if (doctype.includes('[')) fail()
  })
  parser.on('opentag', (tag) => writer.open(tag))
  parser.on('text', (part) => writer.text(part))
  parser.on('closetag', ({ local }) => writer.close(local))
  parser.write(text).close()
  return new TextEncoder().encode(writer.whole())
}

const svgSpace = 'http://www.w3.org/2000/svg'
const xlinkSpace = 'http://www.w3.org/1999/xlink'
const maxElements = 500_000
const maxDepth = 64
const pngData = /^data:image\/png;base64,\s*(iVBORw0KGgo[A-Za-z0-9+/=\s]*)$/

/** The one style sheet that is kept, as what every drawing of matplotlib starts with: both are inherited from the root. */
const plainSheet = /^\s*\*\s*\{\s*stroke-linejoin: round; stroke-linecap: butt\s*\}\s*$/
const plainStyle = ' style="stroke-linejoin: round; stroke-linecap: butt;"'

/** A reference whose target may come later than itself. */
interface Reference {
  /** Where in the output it stands. */
  readonly at: number
  readonly id: string
  readonly targets: ReadonlySet<string>
}

class Writer {
  private readonly parts: string[] = []
  /** Names of open elements; undefined for one that is left out with all that is in it. */
  private readonly path: (string | undefined)[] = []
  private readonly targets = new Map<string, string>()
  private readonly references: Reference[] = []
  private count = 0
  /** Text of the style sheet that is open, and where its rules may go instead. */
  private sheet = ''
  private rootStyleAt: number | undefined

  open({ local, uri, attributes }: SaxesTagNS): void {
    this.count += 1
    const isRoot = this.path.length === 0
    if (this.count > maxElements || this.path.length >= maxDepth) throw new Malformed('figure')
    if (isRoot && (this.count > 1 || local !== 'svg' || uri !== svgSpace))
      throw new Malformed('figure')
    const isIn = isRoot || this.path.at(-1) !== undefined
    // What a link holds is drawn; where it leads is left out.
    const name = local === 'a' ? 'g' : local
    const isKept = isIn && uri === svgSpace && elements.has(name) && (isRoot || name !== 'svg')
    this.path.push(isKept ? name : undefined)
    this.sheet = ''
    if (!isKept) return
    this.parts.push(`<${name}`)
    if (isRoot) this.parts.push(` xmlns="${svgSpace}" xmlns:xlink="${xlinkSpace}"`)
    this.attributes(name, attributes)
    if (isRoot && attributes['style'] === undefined) this.rootStyleAt = this.parts.push('') - 1
    this.parts.push('>')
  }

  text(part: string): void {
    const within = this.path.at(-1)
    if (within === undefined) this.sheet += part
    else if (texts.has(within)) this.parts.push(escaped(part))
  }

  close(local: string): void {
    const name = this.path.pop()
    if (name !== undefined) this.parts.push(`</${name}>`)
    const isSheet = local === 'style' && plainSheet.test(this.sheet)
    if (isSheet && this.rootStyleAt !== undefined) this.parts[this.rootStyleAt] = plainStyle
  }

  /** The drawing, without the references to what is not in it. */
  whole(): string {
    for (const { at, id, targets } of this.references) {
      if (!targets.has(this.targets.get(id) ?? '')) this.parts[at] = ''
    }
    return `<?xml version="1.0" encoding="utf-8"?>\n${this.parts.join('')}\n`
  }

  private attributes(element: string, given: SaxesTagNS['attributes']): void {
    const seen = new Set<string>()
    for (const { local, uri, prefix, value } of Object.values(given)) {
      const isOurs = uri === xlinkSpace ? local === 'href' : prefix === ''
      if (!isOurs || seen.has(local)) continue
      seen.add(local)
      this.attribute(element, local, value)
    }
  }

  private attribute(element: string, name: string, value: string): void {
    if (name === 'id') this.id(element, value)
    else if (name === 'style') this.style(value)
    else if (name === 'href' && elements.get(element)?.includes(name)) this.href(element, value)
    else if (everywhere.has(name)) this.painting(name, value, (plain) => ` ${name}="${plain}"`)
    else if (elements.get(element)?.includes(name) && isPlain(name, value)) {
      this.parts.push(` ${name}="${escaped(value)}"`)
    }
  }

  private id(element: string, value: string): void {
    if (!idPattern.test(value) || this.targets.has(value)) return
    this.targets.set(value, element)
    this.parts.push(` id="${value}"`)
  }

  private style(value: string): void {
    this.parts.push(' style="')
    for (const declaration of value.split(';')) {
      const [name = '', ...rest] = declaration.split(':')
      if (!everywhere.has(name.trim())) continue
      const said = rest.join(':').trim()
      this.painting(name.trim(), said, (plain) => `${name.trim()}: ${plain};`)
    }
    this.parts.push('"')
  }

  private painting(name: string, value: string, write: (plain: string) => string): void {
    const id = /^url\(#([^()]+)\)$/.exec(value)?.[1]
    const targets = referring.get(name)
    if (id !== undefined && targets !== undefined) {
      this.refer(id, targets, write(`url(#${id})`))
    } else if (isPlain(name, value)) this.parts.push(write(escaped(value)))
  }

  private href(element: string, value: string): void {
    const picture = element === 'image' ? pngData.exec(value)?.[1] : undefined
    if (picture !== undefined) {
      this.parts.push(` xlink:href="data:image/png;base64,${picture.replace(/\s/g, '')}"`)
    } else if (element === 'use' && value.startsWith('#')) {
      this.refer(value.slice(1), shapes, ` xlink:href="${value}"`)
    }
  }

  private refer(id: string, targets: ReadonlySet<string>, written: string): void {
    const isInResource = this.path.some((name) => name !== undefined && resources.has(name))
    if (!idPattern.test(id) || isInResource) return
    this.references.push({ at: this.parts.length, id, targets })
    this.parts.push(written)
  }
}

const signs: { readonly [sign: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign)
}
