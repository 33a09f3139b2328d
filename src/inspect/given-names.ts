/** Names that a script finds in the sandbox without importing them, and what they stand for. */
export function givenNames(datasets: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map([['datasets', 'cordon.datasets']])
  for (const name of datasets) names.set(name, 'pandas.DataFrame()')
  return names
}
