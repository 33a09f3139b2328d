import type { CharSet, Piece } from './pieces.ts'
import { readPattern } from './pieces.ts'

/** Repeats beyond this count like endless ones. */
const many = 25
/** Options of a choice, and rests of them, that are compared. */
const mostOptions = 50
const mostRests = 200

type Repeat = Piece & { readonly kind: 'repeat' }

/**
 * A text that does not match may take time exponential in its length: a repeat holds another one that can take over its
 * rounds, or two ways to take the same character, and something after it can fail. False where the pattern is not
 * understood.
 */
export function backtracksExponentially(pattern: string, isWhole: boolean): boolean {
  if (!/[*+}]/.test(pattern)) return false
  const piece = readPattern(pattern)
  return piece !== undefined && isRisky(piece, isWhole)
}

/** `canFail`: what follows may fail. */
function isRisky(piece: Piece, canFail: boolean): boolean {
  switch (piece.kind) {
    case 'sequence': {
      let after = canFail
      for (let i = piece.items.length - 1; i >= 0; i--) {
        const item = piece.items[i]
        if (!item) continue
        if (isRisky(item, after)) return true
        after ||= item.kind === 'anchor' || !isNullable(item)
      }
      return false
    }
    case 'choice':
      return piece.options.some((option) => isRisky(option, canFail))
    case 'repeat':
      if (piece.most >= many && canFail && isAmbiguous(piece.body)) return true
      return isRisky(piece.body, canFail || piece.least > 1)
    default:
      return false
  }
}

/** Rounds of a repeated body may be cut in more than one way. */
function isAmbiguous(body: Piece): boolean {
  if (body.kind === 'choice') {
    return body.options.some(isAmbiguous) || haveSharedText(body.options)
  }
  if (body.kind === 'repeat') return body.most >= many || isAmbiguous(body.body)
  if (body.kind !== 'sequence') return false
  return body.items.some((item, i) => {
    if (item.kind === 'anchor' || item.kind === 'sealed') return false
    const others = body.items.filter((_, at) => at !== i)
    const endless = endlessSet(item)
    if (endless === 0n) return others.every(isNullable) && isAmbiguous(item)
    return others.every((other) => isNullable(other) || canBe(other, endless))
  })
}

/** The characters that an endless repeat can go on taking at both ends; none where it is not one. */
function endlessSet(piece: Piece): CharSet {
  return isEndless(piece) ? charsOf(piece.body) : 0n
}

function isEndless(piece: Piece): piece is Repeat {
  return piece.kind === 'repeat' && piece.most >= many && isSingle(piece.body)
}

function isSingle(piece: Piece): boolean {
  if (piece.kind === 'chars') return true
  return piece.kind === 'choice' && piece.options.every(isSingle)
}

function charsOf(piece: Piece): CharSet {
  if (piece.kind === 'chars') return piece.set
  return piece.kind === 'choice' ? piece.options.reduce((set, one) => set | charsOf(one), 0n) : 0n
}

/** The piece can match a text of these characters alone. */
function canBe(piece: Piece, set: CharSet): boolean {
  switch (piece.kind) {
    case 'chars':
      return (piece.set & set) !== 0n
    case 'sequence':
      return piece.items.every((item) => canBe(item, set))
    case 'choice':
      return piece.options.some((option) => canBe(option, set))
    case 'repeat':
      return piece.least === 0 || canBe(piece.body, set)
    default:
      return false
  }
}

function isNullable(piece: Piece): boolean {
  switch (piece.kind) {
    case 'chars':
    case 'sealed':
    case 'anchor':
      return false
    case 'sequence':
      return piece.items.every(isNullable)
    case 'choice':
      return piece.options.some(isNullable)
    default:
      return piece.least === 0 || isNullable(piece.body)
  }
}

/**
 * Some text can be cut into options in two ways, as `aa` by `(a|aa)*` or `abc` by `(ab|c|a|bc)*`: the test of Sardinas and
 * Patterson (1953) for codes, over sets of characters. Options of no fixed length are left out.
 */
function haveSharedText(options: readonly Piece[]): boolean {
  const words = options
    .slice(0, mostOptions)
    .map(steps)
    .filter((word) => word !== undefined)
  const pending: (readonly CharSet[])[] = []
  const seen = new Set<string>()
  const add = (rest: readonly CharSet[] | undefined) => {
    const key = rest?.join()
    if (rest === undefined || key === undefined || seen.has(key)) return
    seen.add(key)
    pending.push(rest)
  }
  words.forEach((word, i) => {
    for (const other of words.slice(i + 1)) {
      add(restAfter(word, other))
      add(restAfter(other, word))
    }
  })
  for (let i = 0; i < pending.length && i < mostRests; i++) {
    const rest = pending[i] ?? []
    if (rest.length === 0) return true
    for (const word of words) {
      add(restAfter(word, rest))
      add(restAfter(rest, word))
    }
  }
  return false
}

/** What is left of a word after another that it begins with. */
function restAfter(
  start: readonly CharSet[],
  word: readonly CharSet[],
): readonly CharSet[] | undefined {
  if (start.length > word.length || start.length === 0) return undefined
  const isStart = start.every((set, at) => (set & (word[at] ?? 0n)) !== 0n)
  return isStart ? word.slice(start.length) : undefined
}

/** The sets of a piece that always takes one fixed number of characters. */
function steps(piece: Piece): readonly CharSet[] | undefined {
  if (piece.kind === 'chars') return [piece.set]
  if (piece.kind !== 'sequence') return undefined
  const sets: CharSet[] = []
  for (const item of piece.items) {
    if (item.kind !== 'chars') return undefined
    sets.push(item.set)
  }
  return sets
}
