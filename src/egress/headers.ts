/** Header lines in order, name and value. */
export type HeaderLine = readonly [name: string, value: string]

/** Pairs up what Node gives as one flat list. */
export function headerLines(raw: readonly string[]): HeaderLine[] {
  return Array.from({ length: raw.length / 2 }, (_, at) => [
    raw[2 * at] ?? '',
    raw[2 * at + 1] ?? '',
  ])
}

/** The values of a header, however often it was sent. */
export function valuesOf(lines: readonly HeaderLine[], name: string): string[] {
  const values: string[] = []
  for (const [each, value] of lines) {
    if (each.length === name.length && each.toLowerCase() === name) values.push(value)
  }
  return values
}

/** What may go on to the other side: nothing that is for this connection alone (RFC 9110 section 7.6.1). */
export function endToEnd(lines: readonly HeaderLine[]): HeaderLine[] {
  const named = valuesOf(lines, 'connection')
    .flatMap((value) => value.toLowerCase().split(','))
    .map((name) => name.trim())
    .filter((name) => !neverDropped.has(name))
  return lines.filter(([name]) => {
    const lower = name.toLowerCase()
    return !(hopByHop.has(lower) || named.includes(lower))
  })
}

/** How a request says how long its body is; undefined where it says so in two ways, or in an unknown one. */
export function bodyLength(
  lines: readonly HeaderLine[],
): { readonly bytes: number | undefined } | undefined {
  const codings = valuesOf(lines, 'transfer-encoding')
  const lengths = valuesOf(lines, 'content-length')
  if (codings.length + lengths.length > 1) return undefined
  const [coding] = codings
  if (coding !== undefined) {
    return coding.toLowerCase() === 'chunked' ? { bytes: undefined } : undefined
  }
  const [length = '0'] = lengths
  return /^\d{1,15}$/.test(length) ? { bytes: Number(length) } : undefined
}

const hopByHop: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'expect', 'http2-settings', 'alt-svc'],
])
/** A client that calls these connection headers would only hide them from the server. */
const neverDropped: ReadonlySet<string> = new Set(['host', 'content-length', 'authorization'])
