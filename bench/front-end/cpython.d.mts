export function describePython(
  python: string,
): Promise<{ readonly version: readonly number[]; readonly library: string }>

export function askPython(
  python: string,
  files: readonly string[],
  isFull?: boolean,
): AsyncGenerator<string>
