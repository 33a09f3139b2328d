import { createHmac } from 'node:crypto'
import { unreachable } from '../kernel/unreachable.ts'
import type { DataKind } from './detect/kinds.ts'
import { changeJson, isJson } from './detect/nested.ts'
import { replaceSpans, spanFinder } from './detect/spans.ts'
import { columnKey, type MaskKeys, type MaskScope, maskKeyOf, newestVersion } from './keys.ts'
import type { KnownValues } from './known-values.ts'
import type { Mask } from './policy.ts'
import { pseudonymPrefix } from './pseudonyms.ts'
import { sealToken } from './tokens.ts'

export type DetectMask = Extract<Mask, { kind: 'detect' }>

export interface FreeTextSettings {
  readonly mask: DetectMask
  readonly column: string
  readonly keys: MaskKeys
  readonly scope: MaskScope
  /** Values of the columns that the mask names. */
  readonly known: KnownValues
}

/** A part of a text that is to be replaced. */
interface Part {
  readonly start: number
  readonly end: number
  /** What it is called in its pseudonym. */
  readonly label: DataKind | string
  readonly value: string
  /** The column whose key makes the pseudonym. */
  readonly column: string
}

/**
 * Makes the function that masks one text of a column: values found in it, and those of the columns that the mask names, are
 * replaced and the rest stays. JSON is masked text by text, keys among them. The same value gets the same pseudonym.
 */
export function freeTextMasker(settings: FreeTextSettings): (text: string) => string {
  const { mask, column, known } = settings
  const replacement = replacer(settings)
  const only = mask.kinds === 'all' ? {} : { only: mask.kinds }
  const finders = new Map<string, ReturnType<typeof spanFinder>>()
  const finderOf = (name: string) => {
    const finder = finders.get(name) ?? spanFinder({ name, ...only })
    if (finders.size < mostFinders) finders.set(name, finder)
    return finder
  }
  const maskText = (text: string, name: string) => {
    const found = finderOf(name)(text).map(({ kind, start, end }) => ({
      ...{ start, end, column, label: kind as string },
      value: text.slice(start, end),
    }))
    const parts = apart([
      ...known.find(text).map((span) => ({ ...span, label: span.column })),
      ...found,
    ])
    return replaceSpans(text, parts, replacement)
  }
  return (text) => (isJson(text) ? changeJson(text, maskText, column) : maskText(text, column))
}

const mostFinders = 1000

/** Of parts that overlap the longer one, of equal ones the first. */
function apart(parts: readonly Part[]): Part[] {
  const kept: Part[] = []
  for (const part of parts.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1)
    if (!last || part.start >= last.end) kept.push(part)
    else if (part.end - part.start > last.end - last.start) kept[kept.length - 1] = part
  }
  return kept
}

function replacer({ mask, keys, scope }: FreeTextSettings): (part: Part) => string {
  const version = newestVersion(keys)
  const maskKey = maskKeyOf(keys, version)
  return ({ label, value, column }) => {
    const name = pseudonymPrefix(label)
    switch (mask.by) {
      case 'tokenize':
        return `[${sealToken(value, { keys, scope, column }, { name, version })}]`
      case 'hash': {
        const key = columnKey(maskKey, { scope, column, use: 'mask' })
        return `[${name}:${createHmac('sha256', key).update(value).digest('hex').slice(0, 32)}]`
      }
      case 'partial':
        return partial(value)
      case 'redact':
        return `[${label}]`
      case 'remove':
        return ''
      default:
        return unreachable(mask.by)
    }
  }
}

/** As the mask `partial` shows a whole value. */
function partial(value: string): string {
  const letters = [...value]
  if (/^[^@\s]{2,}@[^@\s]+$/.test(value))
    return `${letters[0]}***${value.slice(value.indexOf('@'))}`
  const shown = Math.min(4, Math.floor(letters.length / 4))
  return `***${letters.slice(letters.length - shown).join('')}`
}
