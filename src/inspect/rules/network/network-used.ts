import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { effectsOf, fileLibraries, reachingNames } from '../../tables/effects.ts'
import { fileCalls } from '../../tables/files.ts'
import { downloads, httpCalls, otherNetworkNames } from '../../tables/network.ts'
import { isAddress } from '../../tables/paths.ts'

const help = 'The run has no network: ask for the data as a dataset.'

/** The network is used. */
export const networkUsed: Rule = {
  id: 'network-used',
  title: 'The network is used',
  layer: 'calls',
  severity: 'high',
  confidence: 0.9,
  persona: 'gate',
  cwe: [200, 918],
  owasp: ['LLM02:2025', 'LLM06:2025'],
  on: [
    onCall([...httpCalls.keys()], (call, { policy }) => {
      if (policy.egress) return undefined
      const use = httpCalls.get(call.name)
      const address = use && call.text(use.at, use.keyword)
      const host = address && /^\w+:\/\/([^/?#]+)/.exec(address)?.[1]
      return {
        message: `\`${call.shortName}\` sends or fetches something over the network${host ? ` (${host})` : ''}.`,
        help,
      }
    }),
    onCall([...otherNetworkNames], (call) => ({
      message: `\`${call.shortName}\` reaches the network.`,
      help,
    })),
    onCall(reachingNames, (call) => ({
      message: `\`${call.shortName}\` reaches the network.`,
      help,
    })),
    onCall(
      [...fileLibraries].map((library) => `${library}.**`),
      (call) => {
        if (fileCalls.has(call.name) || effectsOf(call.name).length === 0) return undefined
        return call.allTexts.some(isAddress)
          ? { message: `\`${call.shortName}\` is given an address, which it fetches.`, help }
          : undefined
      },
    ),
    onCall([...downloads], (call) => ({
      message: `\`${call.shortName}\` downloads what it gives.`,
      help,
    })),
  ],
}
