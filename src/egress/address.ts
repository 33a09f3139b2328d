import { BlockList, isIPv4 } from 'node:net'
import { groupsOf6, readHost } from './host.ts'

/** What an address is for. Only `global` is reachable without being named by policy, `metadata` never is. */
export type AddressKind =
  | 'global'
  | 'metadata'
  | 'loopback'
  | 'private'
  | 'link-local'
  | 'shared'
  | 'multicast'
  | 'translated'
  | 'reserved'

/**
 * Says what an address is for, by the IANA special-purpose registries (RFC 6890, as of 2025) and the addresses at which
 * clouds hand out credentials. An IPv4 address inside an IPv6 one counts as itself where the form is in use (mapped,
 * NAT64 of RFC 6052), else the form is `translated`. What can't be read is `reserved`.
 */
export function classifyAddress(text: string): AddressKind {
  const host = readHost(text.includes(':') ? `[${text}]` : text)
  if (host?.kind !== 'address') return 'reserved'
  if (isIPv4(host.text)) return kindOf(host.text, 'ipv4') ?? 'global'
  const kind = kindOf(host.text, 'ipv6')
  if (kind !== undefined) return kind
  const embedded = nat64Target(host.text)
  if (embedded !== undefined) return classifyAddress(embedded)
  if (isIsatap(host.text)) return 'translated'
  return ranges().globalUnicast6.check(host.text, 'ipv6') ? 'global' : 'reserved'
}

/** A stretch of addresses, such as `10.0.0.0/8`, `::1` or `127.0.0.1`; plain data, so that another process can be told. */
export interface AddressRange {
  readonly base: string
  /** Length of the prefix. */
  readonly bits: number
}

/** Reads an address or a network with its prefix length; undefined where it is none. */
export function readRange(text: string): AddressRange | undefined {
  const [base = '', length, ...rest] = text.split('/')
  const host = readHost(base.includes(':') ? `[${base}]` : base)
  // Only the usual way of writing: `10.1/8` or `0x7f.1` in a policy is more likely a slip.
  if (rest.length > 0 || host?.kind !== 'address' || host.text !== base.toLowerCase()) {
    return undefined
  }
  const most = familyOf(host.text) === 'ipv4' ? 32 : 128
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined
  const bits = length === undefined ? most : Number(length)
  if (bits > most) return undefined
  return { base: host.text, bits }
}

/** True where an address lies in a range. */
export function isWithin(address: string, { base, bits }: AddressRange): boolean {
  const list = new BlockList()
  list.addSubnet(base, bits, familyOf(base))
  return list.check(address, familyOf(address))
}

/** True where policy lets a connection go to an address: it is global, or in one of the ranges and no metadata service. */
export function mayConnect(address: string, allowed: readonly AddressRange[]): boolean {
  const kind = classifyAddress(address)
  if (kind === 'global') return true
  return kind !== 'metadata' && allowed.some((range) => isWithin(address, range))
}

type Family = 'ipv4' | 'ipv6'

function familyOf(address: string): Family {
  return isIPv4(address) ? 'ipv4' : 'ipv6'
}

/** In the order in which they decide. */
const networks: readonly (readonly [AddressKind, string])[] = [
  // AWS, Azure, GCP, DigitalOcean and others; AWS containers; Alibaba; Oracle; Azure's wire server; AWS over IPv6; GCP.
  ['metadata', '169.254.169.0/24 169.254.170.0/23 100.100.100.200/32 192.0.0.192/32'],
  ['metadata', '168.63.129.16/32 fd00:ec2::/32 fd20:ce::254/128'],
  ['loopback', '127.0.0.0/8 ::1/128'],
  ['private', '10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 fec0::/10'],
  ['link-local', '169.254.0.0/16 fe80::/10'],
  ['shared', '100.64.0.0/10'],
  ['multicast', '224.0.0.0/4 ff00::/8'],
  // 6to4 and its relay, Teredo, IPv4-compatible, SIIT, NAT64 of one's own.
  ['translated', '192.88.99.0/24 2002::/16 2001::/32 ::/96 ::ffff:0:0:0/96 64:ff9b:1::/48'],
  ['reserved', '0.0.0.0/8 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24'],
  ['reserved', '192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4'],
  ['reserved', '100::/63 2001::/23 2001:db8::/32 2620:4f:8000::/48 3fff::/20 5f00::/16'],
]

interface Ranges {
  readonly kinds: readonly (readonly [AddressKind, BlockList])[]
  readonly globalUnicast6: BlockList
}

let known: Ranges | undefined

/** Made when the first address is looked at: most commands look at none, and it takes longer than to check a script. */
function ranges(): Ranges {
  known ??= {
    kinds: networks.map(([kind, texts]) => [kind, listOf(texts.split(' '))] as const),
    globalUnicast6: listOf(['2000::/3']),
  }
  return known
}

function listOf(texts: readonly string[]): BlockList {
  const list = new BlockList()
  for (const text of texts) {
    const [base = '', bits] = text.split('/')
    list.addSubnet(base, Number(bits), base.includes(':') ? 'ipv6' : 'ipv4')
  }
  return list
}

function kindOf(address: string, family: Family): AddressKind | undefined {
  return ranges().kinds.find(([, list]) => list.check(address, family))?.[0]
}

/** The IPv4 address in the well-known NAT64 prefix 64:ff9b::/96, which DNS64 makes for every IPv4-only host. */
function nat64Target(address: string): string | undefined {
  const groups = groupsOf6(address) ?? []
  const isNat64 = groups[0] === 0x64 && groups[1] === 0xff9b
  if (!isNat64 || groups.slice(2, 6).some((group) => group !== 0)) return undefined
  return groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 0xff])
    .join('.')
}

/** RFC 5214: an interface identifier of 0:5efe or 200:5efe before an IPv4 address. */
function isIsatap(address: string): boolean {
  const groups = groupsOf6(address) ?? []
  return groups[5] === 0x5efe && ((groups[4] ?? 1) & ~0x200) === 0
}
