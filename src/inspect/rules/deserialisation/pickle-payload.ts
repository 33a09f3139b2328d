import type { Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

const modules =
  '(?:os|posix|nt|subprocess|builtins|__builtin__|runpy|pty|socket|webbrowser|importlib)'
const functions =
  '(?:system|popen|Popen|eval|exec|run|call|check_output|spawn|__import__|compile|execv|import_module)'
/** The opcodes GLOBAL (protocol 0) and SHORT_BINUNICODE twice before STACK_GLOBAL (protocol 4). */
const opcodes = new RegExp(
  `c${modules}\\n${functions}\\n|\\x8c.${modules}(?:\\x94)?\\x8c.${functions}`,
)

/** Bytes in the source that are a pickle which starts programs. */
export const picklePayload: Rule = {
  id: 'pickle-payload',
  title: 'The source holds a pickle that runs a program',
  layer: 'pattern',
  severity: 'critical',
  confidence: 0.95,
  persona: 'default',
  cwe: [506, 502],
  owasp: ['A08:2021'],
  on: [
    onNode('Constant', ({ node }) => {
      if ((node.type !== 'bytes' && node.type !== 'str') || typeof node.value !== 'string')
        return undefined
      if (node.value.length < 8 || !opcodes.test(node.value)) return undefined
      return {
        message: 'These bytes are a pickle that calls a dangerous function when it is read.',
        help: 'Remove them.',
      }
    }),
  ],
}
