import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Raw sockets and scanners. */
export const rawPackets: Rule = {
  id: 'raw-packets',
  title: 'Packets are made or the network is scanned',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.85,
  persona: 'gate',
  cwe: [200, 250],
  owasp: ['LLM06:2025'],
  on: [
    onCall(
      ['scapy.**', 'nmap.*', 'nmap3.*', 'impacket.**', 'pcap.*', 'pcapy.*', 'pyshark.*', 'dpkt.**'],
      (call) => report(call.shortName),
    ),
    onCall(['socket.socket'], (call) => {
      const isRaw = [...call.values(1, 'type'), ...call.values(0, 'family')].some(
        (value) => value.kind === 'path' && /\.(SOCK_RAW|AF_PACKET|PF_PACKET)$/.test(value.path),
      )
      return isRaw ? report(call.shortName) : undefined
    }),
    onCall(['socket.socket().connect_ex'], (call) =>
      call.site.block.loop ? report(call.shortName) : undefined,
    ),
  ],
}

function report(name: string): Report {
  return {
    message: `\`${name}\` reads or makes packets, or looks for open ports.`,
    help: 'The run has no network: ask for the data as a dataset.',
  }
}
