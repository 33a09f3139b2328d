import type { CallMatch } from '../../call-match.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { codeRunners } from '../../tables/code-runners.ts'

const help = 'Give it an executor that runs in a sandbox or a container.'

/** A tool that runs what a model writes, in this process. */
export const codeRunningTool: Rule = {
  id: 'code-running-tool',
  title: 'An agent gets a tool that runs code on this machine',
  layer: 'calls',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [94, 78, 749],
  owasp: ['LLM05:2025', 'LLM06:2025'],
  on: [
    onCall(codeRunners, (call) => ({
      message: `\`${call.shortName}\` runs what the model writes on this machine.`,
      help,
    })),
    onCall(['smolagents.CodeAgent'], (call) => {
      if (
        call
          .values(-1, 'executor_type')
          .some((value) => value.kind === 'text' && value.text !== 'local')
      )
        return undefined
      const isOpen = hasStar(call, 'additional_authorized_imports')
      return {
        message: `\`CodeAgent\` runs what the model writes in this process${isOpen ? ', with every import allowed' : ''}.`,
        severity: isOpen ? 'critical' : 'medium',
        help,
      }
    }),
    onCall(
      ['langchain.agents.load_tools', 'langchain_community.agent_toolkits.load_tools.load_tools'],
      (call, { meaning }) => {
        const names = call
          .values(0, 'tool_names')
          .flatMap((value) =>
            value.kind === 'sequence'
              ? value.items.flatMap(({ node, site }) => meaning.texts(node, site))
              : [],
          )
        const name = names.find((one) =>
          /^(terminal|python_repl|pal-math|pal-colored-objects)$/.test(one),
        )
        return name === undefined
          ? undefined
          : { message: `The tool \`${name}\` runs what the model writes on this machine.`, help }
      },
    ),
    onCall(
      [
        'crewai.Agent',
        'crewai_tools.CodeInterpreterTool',
        'autogen.UserProxyAgent',
        'autogen.AssistantAgent',
      ],
      (call, context) => {
        const isUnsafe =
          call.isFlag('unsafe_mode', true) ||
          call.texts(-1, 'code_execution_mode').includes('unsafe') ||
          noDocker(call, context.text)
        return isUnsafe
          ? {
              message: `\`${call.shortName}\` runs what the model writes without a container.`,
              help,
            }
          : undefined
      },
    ),
  ],
}

function hasStar(call: CallMatch, keyword: string): boolean {
  const node = call.argument(-1, keyword)
  return (
    node?.kind === 'List' && node.elts.some((one) => one.kind === 'Constant' && one.value === '*')
  )
}

/** `code_execution_config={"use_docker": False}`. */
function noDocker(call: CallMatch, text: string): boolean {
  const node = call.argument(-1, 'code_execution_config')
  return (
    node?.kind === 'Dict' && /use_docker["']\s*:\s*False/.test(text.slice(node.start, node.end))
  )
}
