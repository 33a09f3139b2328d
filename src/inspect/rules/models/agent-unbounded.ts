import { integerOf } from '../../../python/values.ts'
import { nodesIn } from '../../nodes-in.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onNode } from '../../rule.ts'
import { isModelCall } from '../../value-origins.ts'

const help = 'Count the rounds, and stop at a number that is enough.'
const mostRounds = 1_000

/** An agent that may go on for ever. */
export const agentUnbounded: Rule = {
  id: 'agent-unbounded',
  title: 'Nothing limits the rounds of an agent',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.75,
  persona: 'default',
  cwe: [770, 835],
  owasp: ['LLM10:2025', 'LLM06:2025'],
  on: [
    onCall(
      [
        'langchain.agents.AgentExecutor',
        'langchain.agents.initialize_agent',
        'crewai.Agent',
        'autogen.UserProxyAgent',
        'langchain.agents.AgentExecutor.from_agent_and_tools',
      ],
      (call): Report | undefined => {
        for (const keyword of ['max_iterations', 'max_iter', 'max_consecutive_auto_reply']) {
          const [value] = call.values(-1, keyword)
          if (value?.kind === 'none' || (integerOf(value) ?? 0) > mostRounds) {
            return { message: `\`${keyword}\` lets the agent go on for ever.`, help }
          }
        }
        return undefined
      },
    ),
    onNode('While', ({ node, site }, context): Report | undefined => {
      const { test } = node
      if (test.kind !== 'Constant' || test.value === false || test.value === 0) return undefined
      const nodes = nodesIn(node.body)
      if (
        nodes.some(({ kind }) => kind === 'AugAssign') ||
        /\binput\(/.test(context.text.slice(node.start, node.end))
      )
        return undefined
      const call = nodes.find((one) => one.kind === 'Call' && isModelCall(one, site, context))
      return call && { message: 'Only what the model answers ends this loop.', help, at: call }
    }),
  ],
}
