/** A host as everything after its first reading knows it: a lower-case ASCII name, or the canonical text of an address. */
export type Host =
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'address'; readonly text: string }

/**
 * Reads a host once, as the URL Standard does: Unicode and its dots become ASCII (UTS 46), every number form of an IPv4
 * address becomes four decimals, IPv6 its shortest text without brackets, one trailing dot goes. Undefined for anything
 * else: control characters, percent signs, user information, ports, zones, empty or over-long labels.
 */
export function readHost(text: string): Host | undefined {
  if (text.length > maxWrittenChars || unreadable.test(text)) return undefined
  const isBracketed = text.startsWith('[')
  if (isBracketed ? !bracketed.test(text) : text.includes(':')) return undefined
  const canonical = hostOfUrl(`http://${text}/`)
  if (canonical === undefined) return undefined
  if (canonical.startsWith('[')) return addressOf6(canonical.slice(1, -1))
  const name = canonical.endsWith('.') ? canonical.slice(0, -1) : canonical
  if (dotted.test(name)) return { kind: 'address', text: name }
  if (name.length > maxNameChars || !name.split('.').every((part) => label.test(part))) {
    return undefined
  }
  return { kind: 'name', text: name }
}

/** Reads `host`, `host:port` or `[address]:port`; undefined where it is none of these. */
export function readAuthority(
  text: string,
): { readonly host: Host; readonly port: number | undefined } | undefined {
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(text)
  const host = readHost(match?.[1] ?? '')
  if (match === null || host === undefined) return undefined
  if (match[2] === undefined) return { host, port: undefined }
  const port = Number(match[2])
  return port >= 1 && port <= 65535 ? { host, port } : undefined
}

/** The host as a URL and a `Host` header write it: an IPv6 address in brackets. */
export function writeHost({ kind, text }: Host): string {
  return kind === 'address' && text.includes(':') ? `[${text}]` : text
}

/** The eight 16-bit groups of an IPv6 address in any of its texts; undefined where it is none. */
export function groupsOf6(text: string): readonly number[] | undefined {
  if (!bracketed.test(`[${text}]`)) return undefined
  const canonical = hostOfUrl(`http://[${text}]/`)?.slice(1, -1)
  if (canonical === undefined) return undefined
  const [head = '', tail] = canonical.split('::')
  const left = hexGroups(head)
  const right = hexGroups(tail ?? '')
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right]
}

const maxWrittenChars = 1024
const maxNameChars = 253
/** What would end the host in a URL, or hide in it: C0 controls, space, DEL and delimiters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const unreadable = /[\u0000-\u0020\u007f"#%/<>?@\\^`{|}]|^$/
const bracketed = /^\[[0-9a-fA-F:.]+\]$/
const dotted = /^\d{1,3}(\.\d{1,3}){3}$/
const label = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/

function hostOfUrl(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname || undefined : undefined
}

/** An IPv4 address that an IPv6 one only wraps is that IPv4 address (RFC 4291 section 2.5.5.2). */
function addressOf6(text: string): Host {
  const groups = groupsOf6(text) ?? []
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (!isMapped) return { kind: 'address', text }
  const bytes = groups.slice(6).flatMap((group) => [group >> 8, group & 0xff])
  return { kind: 'address', text: bytes.join('.') }
}

function hexGroups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
}
