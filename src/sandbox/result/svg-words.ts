/** Elements that draw and do nothing else (SVG 1.1 and 2), with the attributes that they may have beside those of all. */
export const elements: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    svg: ['width', 'height', 'viewBox', 'version'],
    g: [],
    defs: [],
    title: [],
    desc: [],
    path: ['d'],
    rect: ['x', 'y', 'width', 'height', 'rx', 'ry'],
    circle: ['cx', 'cy', 'r'],
    ellipse: ['cx', 'cy', 'rx', 'ry'],
    line: ['x1', 'y1', 'x2', 'y2'],
    polyline: ['points'],
    polygon: ['points'],
    text: ['x', 'y'],
    tspan: ['x', 'y'],
    use: ['x', 'y', 'href'],
    image: ['x', 'y', 'width', 'height', 'href', 'preserveAspectRatio'],
    clipPath: ['clipPathUnits'],
    pattern: ['x', 'y', 'width', 'height', 'patternUnits'],
    linearGradient: ['x1', 'y1', 'x2', 'y2', 'gradientUnits'],
    stop: ['offset'],
    // How matplotlib blends the colours of a mesh.
    filter: [],
    feComposite: ['in', 'in2', 'operator', 'k1', 'k2', 'k3', 'k4'],
    feColorMatrix: ['in', 'type', 'values'],
  }),
)

/** What a `use` may show: single shapes, so that none can multiply what others multiply (as in CWE-776). */
export const shapes: ReadonlySet<string> = new Set(
  'path rect circle ellipse line polyline polygon'.split(' '),
)

/** Elements whose content is text. */
export const texts: ReadonlySet<string> = new Set(['text', 'tspan', 'title', 'desc'])

/** What other elements paint with, or are cut or blended by; nothing in them may refer to anything. */
export const resources: ReadonlySet<string> = new Set(
  'clipPath pattern linearGradient filter'.split(' '),
)

/** The form of a name in the drawing. */
export const idPattern = /^[A-Za-z_][\w.-]{0,199}$/

/** True for a value of an attribute, or of a property of `style`, that can only draw. References are judged apart. */
export function isPlain(name: string, value: string): boolean {
  if (value.length > maxValue && !unbounded.has(name)) return false
  return grammar.get(name)?.test(value) === true
}

const maxValue = 300
/** Read by patterns that look at each sign once. */
const unbounded: ReadonlySet<string> = new Set(['d', 'points'])

const number = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`
const length = `${number}(?:px|pt|em|ex|in|cm|mm|pc|%)?`
const lengths = new RegExp(String.raw`^\s*${length}(?:[\s,]+${length})*\s*$`, 'i')
const color = /^(?:#[0-9a-f]{3,8}|[a-z]{1,30}|rgba?\([\d\s,.%]{1,60}\))$/i
const word = /^[a-z-]{1,30}$/i
const words = /^[\w\s'",.%/-]{1,300}$/

const grammar: ReadonlyMap<string, RegExp> = new Map([
  ...each('d', /^[\d\s,.eE+\-MmLlHhVvCcSsQqTtAaZz]*$/),
  ...each('points', /^[\d\s,.eE+-]*$/),
  ...each(
    'transform',
    /^(?:\s*(?:matrix|translate|scale|rotate|skewX|skewY)\([\d\s,.eE+-]*\))*\s*$/,
  ),
  ...each(
    'x y x1 y1 x2 y2 width height rx ry cx cy r offset viewBox stroke-dasharray stroke-dashoffset stroke-width',
    lengths,
  ),
  ...each('stroke-miterlimit opacity fill-opacity stroke-opacity stop-opacity version', lengths),
  ...each('fill stroke color stop-color', color),
  ...each('fill-rule clip-rule stroke-linecap stroke-linejoin display visibility', word),
  ...each('text-anchor dominant-baseline font-style font-weight font-variant font-stretch', words),
  ...each('font font-family font-size preserveAspectRatio', words),
  ...each('clipPathUnits patternUnits gradientUnits in operator type', word),
  ...each('in2', /^\w{1,30}$/),
  ...each('k1 k2 k3 k4 values', lengths),
  ...each('image-rendering shape-rendering text-rendering', word),
])

function each(names: string, form: RegExp): [string, RegExp][] {
  return names.split(' ').map((name) => [name, form])
}

/** Attributes that every element may have, alone or as a property of `style`. */
export const everywhere: ReadonlySet<string> = new Set(
  [
    'transform fill stroke color opacity fill-opacity stroke-opacity fill-rule clip-rule clip-path filter',
    'stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset',
    'stop-color stop-opacity display visibility image-rendering shape-rendering text-rendering',
    'text-anchor dominant-baseline font font-family font-size font-style font-weight font-variant font-stretch',
  ]
    .join(' ')
    .split(' '),
)

/** Those of them by which an element names another, as in `url(#name)`, and what that may be. */
export const referring: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['fill', new Set(['pattern', 'linearGradient'])],
  ['stroke', new Set(['pattern', 'linearGradient'])],
  ['clip-path', new Set(['clipPath'])],
  ['filter', new Set(['filter'])],
])
