const size = 4_000
/** Longer than what any pattern needs to see at once. */
const overlap = 1_000

/**
 * A long text in overlapping pieces, with runs of blanks as one, so that a pattern's work stays bounded and padding hides
 * nothing from it.
 */
export function windows(text: string): readonly string[] {
  if (text.length <= size) return [text]
  const dense = text.replaceAll(/\s{2,}/g, ' ')
  const pieces: string[] = []
  for (let from = 0; from === 0 || from + overlap < dense.length; from += size - overlap) {
    pieces.push(dense.slice(from, from + size))
  }
  return pieces
}
