import { isFromCall } from '../../origin.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { builtHole, leadingText, textParts } from '../../text-parts.ts'

/** Names and packets that carry data. */
export const covertChannel: Rule = {
  id: 'covert-channel',
  title: 'Data leaves by look-ups or pings',
  layer: 'calls',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [200, 514],
  owasp: ['LLM02:2025'],
  on: [
    onCall(
      [
        'socket.gethostbyname',
        'socket.gethostbyname_ex',
        'socket.getaddrinfo',
        'dns.resolver.resolve',
        'dns.resolver.query',
        'dns.resolver.Resolver().resolve',
        'dns.message.make_query',
      ],
      (call, context) => {
        const node = call.argument(0)
        const parts = node ? textParts(context, { node, site: call.site }) : []
        const isBuilt = builtHole(parts) && parts[0]?.kind === 'hole'
        if (!isBuilt) return undefined
        const isEncoded = isFromCall(node, call.site, context, encoders)
        return { ...report(call.shortName), ...(isEncoded ? {} : { persona: 'gate' as const }) }
      },
    ),
    onCall(
      [
        'os.system',
        'os.popen',
        'subprocess.run',
        'subprocess.call',
        'subprocess.Popen',
        'subprocess.check_output',
      ],
      (call, context) => {
        const node = call.argument(0, 'args')
        const first = node?.kind === 'List' ? node.elts[0] : node
        const parts = first ? textParts(context, { node: first, site: call.site }) : []
        const isTool = /^\s*(nslookup|dig|host)\s|^\s*ping\s.{0,80}-p\s/.test(leadingText(parts))
        return isTool && builtHole(parts)
          ? { ...report(call.shortName), persona: 'gate' as const }
          : undefined
      },
    ),
    onCall(
      ['scapy.all.ICMP', 'scapy.layers.inet.ICMP', 'scapy.all.DNSQR', 'icmplib.ping'],
      (call) =>
        call.argument(-1, 'payload') || call.argument(-1, 'qname')
          ? { ...report(call.shortName), persona: 'gate' as const }
          : undefined,
    ),
  ],
}

const encoders: ReadonlySet<string> = new Set([
  ...['b16encode', 'b32encode', 'b64encode', 'urlsafe_b64encode'].map((name) => `base64.${name}`),
  ...['binascii.hexlify', 'binascii.b2a_hex'],
])

function report(name: string): Report {
  return {
    message: `\`${name}\` asks for a name that is put together from data.`,
    help: 'Give results back as the answer.',
  }
}
