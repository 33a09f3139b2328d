/** Functions that take a regular expression first. */
export const patternCalls: readonly string[] = ['re', 'regex'].flatMap((module) =>
  ['compile', 'match', 'fullmatch', 'search', 'findall', 'finditer', 'split', 'sub', 'subn'].map(
    (name) => `${module}.${name}`,
  ),
)
