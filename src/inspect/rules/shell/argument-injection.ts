import { isUntrusted } from '../../origin.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Programs that have options which run others or write files. */
const programs =
  /^(git|hg|ssh|scp|rsync|tar|find|curl|wget|zip|unzip|ffmpeg|convert|sed|awk|psql|mysql|docker|npm|pip|python\d?|perl|node|vim|less|xargs|env|nmap|tcpdump|sqlite3|pdflatex|gs|openssl)$/

/** A value from outside that can be read as an option. */
export const argumentInjection: Rule = {
  id: 'argument-injection',
  title: 'A value from outside can be read as an option',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.75,
  persona: 'default',
  cwe: [88],
  owasp: ['A03:2021'],
  on: [
    onCall(
      ['run', 'Popen', 'call', 'check_call', 'check_output'].map((name) => `subprocess.${name}`),
      (call, context) => {
        const [list] = call.values(0, 'args')
        if (list?.kind !== 'sequence' || call.isFlag('shell', true)) return undefined
        const texts = list.items.map(({ node, site }) => context.meaning.text(node, site))
        const program = texts[0]?.split('/').at(-1)
        if (program === undefined || !programs.test(program)) return undefined
        const ends = texts.indexOf('--')
        const open = list.items.findIndex(
          ({ node, site }, i) =>
            i > 0 &&
            node.kind !== 'JoinedStr' &&
            (ends < 0 || i < ends) &&
            !texts[i - 1]?.startsWith('-') &&
            isUntrusted(node, site, context),
        )
        if (open < 0) return undefined
        return {
          message: `A value from outside can be read as an option of \`${program}\`.`,
          help: 'Put `--` before it, and refuse values that begin with `-`.',
        }
      },
    ),
  ],
}
