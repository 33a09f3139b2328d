import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** LangChain objects that a text describes. */
export const langchainObjectLoaded: Rule = {
  id: 'langchain-object-loaded',
  title: 'A chain is made from a text that may name secrets and classes',
  layer: 'calls',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [502],
  owasp: ['LLM03:2025', 'A08:2021'],
  on: [
    onCall(
      [
        ...['langchain_core.load.load', 'langchain_core.load.loads', 'langchain.load.load'],
        ...[
          'langchain_core.load.load.load',
          'langchain_core.load.load.loads',
          'langchain.load.loads',
        ],
        ...['langchain.hub.pull', 'langchain.chains.load_chain', 'langchain.prompts.load_prompt'],
      ],
      (call) => {
        if (call.text(0) !== undefined && !call.name.endsWith('pull')) return undefined
        const isOpen =
          call.isFlag('secrets_from_env', true) || call.texts(-1, 'allowed_objects').includes('all')
        if (!isOpen && /\.(pull|load_prompt|load_chain)$/.test(call.name)) return undefined
        return {
          message: `\`${call.shortName}\` makes the objects that a text names${isOpen ? ', with secrets of the environment' : ''}.`,
          ...(isOpen ? {} : { severity: 'medium' as const }),
          help: 'Pass `allowed_objects=` with the classes that are meant and leave `secrets_from_env` off.',
        }
      },
    ),
  ],
}
