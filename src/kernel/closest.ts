/** `; did you mean "x"?` for the known name nearest to a mistyped one, else nothing. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const wanted = name.toLowerCase()
  let best: string | undefined
  let least = Math.max(2, Math.floor(name.length / 3)) + 1
  for (const candidate of known) {
    const steps = distance(wanted, candidate.toLowerCase(), least)
    if (steps >= least) continue
    best = candidate
    least = steps
  }
  return best === undefined ? '' : `; did you mean "${best}"?`
}

/** Insertions, deletions and replacements between two texts (Levenshtein), or `limit` where there are that many. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    previous = row
  }
  return previous[b.length] ?? limit
}
