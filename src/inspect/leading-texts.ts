import type { CallMatch } from './call-match.ts'
import type { Context } from './context.ts'
import { leadingText, textParts } from './text-parts.ts'

/** Every text that an argument may be, and what it begins with where the rest is only known at run time. */
export function leadingTexts(
  call: CallMatch,
  context: Context,
  { at, keyword }: { readonly at: number; readonly keyword: string },
): readonly string[] {
  const node = call.argument(at, keyword)
  const values = call.values(at, keyword)
  const texts = values.flatMap((value) => (value.kind === 'text' ? [value.text] : []))
  if (!node || texts.length === values.length) return texts
  const leading = leadingText(textParts(context, { node, site: call.site }))
  return leading === '' ? texts : [...texts, leading]
}
