/** A set of characters: one bit for each of ASCII, bit 128 for all others. */
export type CharSet = bigint

/** What a regular expression is made of. `anchor` stands for what takes no character but may fail. */
export type Piece =
  | { readonly kind: 'chars'; readonly set: CharSet }
  | { readonly kind: 'anchor' }
  | { readonly kind: 'sequence'; readonly items: readonly Piece[] }
  | { readonly kind: 'choice'; readonly options: readonly Piece[] }
  | {
      readonly kind: 'repeat'
      readonly body: Piece
      readonly least: number
      readonly most: number
    }
  /** A group that never gives back what it took, or something that is not looked into. */
  | { readonly kind: 'sealed' }

const allBits = (1n << 129n) - 1n
const digits = range('0', '9')
const words = digits | range('a', 'z') | range('A', 'Z') | range('_', '_') | (1n << 128n)
const blanks = [9, 10, 11, 12, 13, 32].reduce((set, code) => set | (1n << BigInt(code)), 0n)
const anyChar = allBits & ~(1n << 10n)
const classes: ReadonlyMap<string, CharSet> = new Map([
  ['d', digits],
  ['D', allBits & ~digits],
  ['w', words],
  ['W', allBits & ~words],
  ['s', blanks],
  ['S', allBits & ~blanks],
])
const mostDepth = 50
const mostLength = 5_000

/** Reads a pattern of Python's `re`; undefined where it is too long, too deep or not understood. */
export function readPattern(pattern: string): Piece | undefined {
  if (pattern.length > mostLength) return undefined
  const reader = new Reader(pattern)
  const piece = reader.choice(0)
  return reader.isLost || !reader.isAtEnd ? undefined : piece
}

class Reader {
  isLost = false
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length
  }

  choice(depth: number): Piece {
    if (depth > mostDepth) {
      this.isLost = true
      return { kind: 'sealed' }
    }
    const options = [this.#sequence(depth)]
    while (this.#take('|')) options.push(this.#sequence(depth))
    return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options }
  }

  #sequence(depth: number): Piece {
    const items: Piece[] = []
    while (!this.isAtEnd && !this.isLost && !'|)'.includes(this.#peek())) {
      items.push(this.#repeated(this.#atom(depth)))
    }
    return items.length === 1 && items[0] ? items[0] : { kind: 'sequence', items }
  }

  #repeated(body: Piece): Piece {
    const bounds = this.#bounds()
    if (!bounds) return body
    this.#take('?')
    if (this.#take('+')) return { kind: 'sealed' }
    return this.#repeated({ kind: 'repeat', body, least: bounds[0], most: bounds[1] })
  }

  #bounds(): readonly [number, number] | undefined {
    if (this.#take('*')) return [0, Number.POSITIVE_INFINITY]
    if (this.#take('+')) return [1, Number.POSITIVE_INFINITY]
    if (this.#take('?')) return [0, 1]
    const match = /^\{(\d{0,5})(,?)(\d{0,5})\}/.exec(this.#text.slice(this.#at, this.#at + 16))
    if (!match || (match[1] === '' && match[3] === '')) return undefined
    this.#at += match[0].length
    const least = Number(match[1])
    const most = match[3] === '' ? Number.POSITIVE_INFINITY : Number(match[3])
    return [least, match[2] === '' ? least : most]
  }

  #atom(depth: number): Piece {
    const char = this.#next()
    switch (char) {
      case '(':
        return this.#group(depth)
      case '[':
        return { kind: 'chars', set: this.#brackets() }
      case '.':
        return { kind: 'chars', set: anyChar }
      case '^':
      case '$':
        return { kind: 'anchor' }
      case '\\':
        return this.#escape()
      default:
        return { kind: 'chars', set: bit(char) }
    }
  }

  #group(depth: number): Piece {
    const head = /^\?(:|P<\w+>|[aiLmsux-]+:|P=\w+|[=!>#]|<[=!]|\(|[aiLmsux]+(?=\)))/.exec(
      this.#text.slice(this.#at, this.#at + 80),
    )
    if (this.#peek() === '?' && !head) this.isLost = true
    if (head) this.#at += head[0].length
    const kind = head?.[1] ?? ''
    if (kind === '(') this.isLost = true
    const inside = this.choice(depth + 1)
    if (!this.#take(')')) this.isLost = true
    if (/^(=|!|<=|<!)$/.test(kind)) return { kind: 'anchor' }
    return kind === '>' || kind === '#' || kind.startsWith('P=') ? { kind: 'sealed' } : inside
  }

  #escape(): Piece {
    const char = this.#next()
    if ('bBAZz'.includes(char)) return { kind: 'anchor' }
    if (/[1-9]/.test(char)) return { kind: 'sealed' }
    return { kind: 'chars', set: this.#escaped(char) }
  }

  #escaped(char: string): CharSet {
    const known = classes.get(char)
    if (known !== undefined) return known
    const control = 'tnrfv'.indexOf(char)
    if (control >= 0) return 1n << BigInt([9, 10, 13, 12, 11][control] ?? 0)
    return bit(char)
  }

  #brackets(): CharSet {
    const isNegated = this.#take('^')
    let set = 0n
    for (let isFirst = true; ; isFirst = false) {
      if (this.isAtEnd) {
        this.isLost = true
        return set
      }
      const char = this.#next()
      if (char === ']' && !isFirst) break
      set |= this.#member(char)
    }
    return isNegated ? allBits & ~set : set
  }

  #member(char: string): CharSet {
    const escaped = char === '\\' ? this.#next() : undefined
    if (escaped !== undefined && classes.has(escaped)) return this.#escaped(escaped)
    const first = escaped === undefined ? bit(char) : this.#escaped(escaped)
    if (this.#peek() !== '-' || this.#text.charAt(this.#at + 1) === ']') return first
    this.#at++
    const end = this.#next()
    return range(escaped ?? char, end === '\\' ? this.#next() : end)
  }

  #peek(): string {
    return this.#text.charAt(this.#at)
  }

  #next(): string {
    return this.#text.charAt(this.#at++)
  }

  #take(char: string): boolean {
    if (this.#peek() !== char || char === '') return false
    this.#at++
    return true
  }
}

function bit(char: string): CharSet {
  const code = char.charCodeAt(0)
  return code < 128 ? 1n << BigInt(code) : 1n << 128n
}

function range(from: string, to: string): CharSet {
  const [low, high] = [from.charCodeAt(0), to.charCodeAt(0)]
  const top = Math.min(high, 127)
  let set = high > 127 ? 1n << 128n : 0n
  for (let code = low; code <= top; code++) set |= 1n << BigInt(code)
  return set
}
