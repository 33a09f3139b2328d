/** Names that everyone gives these modules, so that a part of a script is read as it is meant. */
const customary: ReadonlyMap<string, string> = new Map([
  ['pd', 'pandas'],
  ['np', 'numpy'],
  ['plt', 'matplotlib.pyplot'],
])

const always: ReadonlyMap<string, string> = new Map([...customary, ['datasets', 'cordon.datasets']])

/** Names that a script finds without importing them, and what they stand for. */
export function givenNames(datasets: readonly string[]): ReadonlyMap<string, string> {
  if (datasets.length === 0) return always
  const names = new Map(always)
  for (const name of datasets) names.set(name, 'pandas.DataFrame()')
  return names
}
