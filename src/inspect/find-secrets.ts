import { entropy } from './tables/checksums.ts'
import type { SecretKind } from './tables/secret-kinds.ts'
import { alphabets, secretKinds } from './tables/secret-kinds.ts'

/** A credential in a text; offsets within that text. */
export interface FoundSecret {
  readonly kind: string
  readonly start: number
  readonly end: number
  /** False where the form carries a checksum that is wrong, or the text says that it is an example. */
  readonly isValid: boolean
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')
const byPrefix = new Map<string, SecretKind[]>()
for (const kind of secretKinds) {
  for (const prefix of kind.prefixes) byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), kind])
}
const anyPrefix = new RegExp(
  `(?<![A-Za-z0-9_.-])(?:${[...byPrefix.keys()]
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|')})`,
  'g',
)
const leastLength = 18
/** A text with fewer characters that says it is an example is nothing but that. */
const shortest = 20
/** The least that every kind has without a gap, so that most texts are looked at only once. */
const longWord = /[\w+/=.-]{12}/

/** Credentials with a form of their own; the time is linear in the text. Placeholders are left out. */
export function findSecrets(text: string): readonly FoundSecret[] {
  if (text.length < leastLength || !longWord.test(text)) return []
  const found: FoundSecret[] = []
  let from = 0
  for (const match of text.matchAll(anyPrefix)) {
    if (match.index < from) continue
    const secret = secretAt(text, match.index, match[0])
    if (!secret) continue
    found.push(secret)
    from = secret.end
  }
  return found
}

/** The credential that begins at an offset, where one of the kinds with such a beginning fits. */
function secretAt(text: string, start: number, beginning: string): FoundSecret | undefined {
  for (const [prefix, kinds] of byPrefix) {
    if (!beginning.startsWith(prefix)) continue
    for (const kind of kinds) {
      const end = endOf(text, start + prefix.length, kind)
      const body = text.slice(start + prefix.length, end)
      if (!fits(kind, body)) continue
      const isValid = (kind.check?.(text.slice(start, end)) ?? true) && !isExample(body)
      const mayBeWrong = kind.alphabet !== 'dotted' && !kind.needsCheck
      if (isValid || mayBeWrong) return { kind: kind.name, start, end, isValid }
    }
  }
  return undefined
}

/** A text that stands for a secret to be filled in, not for one. */
export function isPlaceholder(text: string): boolean {
  const plain = text.toLowerCase()
  if (/^(.)\1*$/.test(plain) || new Set(plain).size < Math.min(4, plain.length)) return true
  return (
    /placeholder|change_?me|replace|insert|dummy|redacted|your|todo|fixme|xxxx|\*\*\*|\.\.\./.test(
      plain,
    ) ||
    (plain.length < shortest && isExample(plain)) ||
    /^(<.*>|\[.*\]|\{.*\}|\$\{?\w+\}?|%\(?\w+\)?s?|none|null|undefined|test|password|secret|token|string|str|fake|mock|na|n\/a)$/.test(
      plain,
    )
  )
}

/** It is made to be shown, though it may be a copy of one that works. */
function isExample(text: string): boolean {
  return /example|0123456789abcdef|123456789012345678|abcdefghijkl/i.test(text)
}

function endOf(text: string, start: number, { alphabet, most }: SecretKind): number {
  const chars = alphabets[alphabet]
  let end = start
  while (end < text.length && end - start <= most && chars.test(text.charAt(end))) end++
  return end
}

function fits({ least, most, holds }: SecretKind, body: string): boolean {
  if (body.length < least || body.length > most) return false
  if (holds !== undefined && !body.includes(holds)) return false
  if (isPlaceholder(body)) return false
  return entropy(body) > (body.length < 24 ? 2.5 : 3)
}
