/** A path as a URI reference (RFC 3986): relative ones stay relative, absolute ones get `file://`. */
export function artifactUri(path: string): string {
  const plain = path.startsWith('./') ? path.slice(2) : path
  const encoded = plain.split('/').map(encodeURIComponent).join('/')
  return plain.startsWith('/') ? `file://${encoded}` : encoded
}
