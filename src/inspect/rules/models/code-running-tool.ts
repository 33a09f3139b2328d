import type { CallMatch } from '../../call-match.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const runners: readonly string[] = [
  ...[
    'langchain_experimental.tools.PythonREPLTool',
    'langchain_experimental.tools.PythonAstREPLTool',
  ],
  ...[
    'langchain_experimental.tools.python.tool.PythonREPLTool',
    'langchain_experimental.utilities.PythonREPL',
  ],
  ...[
    'langchain_experimental.utilities.python.PythonREPL',
    'langchain_experimental.tools.python.tool.PythonAstREPLTool',
  ],
  ...[
    'langchain_community.tools.ShellTool',
    'langchain.tools.ShellTool',
    'langchain_community.tools.shell.tool.ShellTool',
  ],
  ...[
    'langchain_experimental.llm_bash.bash.BashProcess',
    'langchain.tools.PythonREPLTool',
    'langchain.utilities.PythonREPL',
  ],
  ...[
    'langchain_experimental.pal_chain.PALChain.from_math_prompt',
    'langchain_experimental.pal_chain.PALChain',
  ],
  ...[
    'langchain_experimental.agents.create_pandas_dataframe_agent',
    'langchain.agents.create_pandas_dataframe_agent',
  ],
  ...[
    'langchain_experimental.agents.agent_toolkits.create_pandas_dataframe_agent',
    'langchain.agents.create_csv_agent',
  ],
  ...[
    'langchain_experimental.agents.agent_toolkits.create_csv_agent',
    'langchain_experimental.agents.create_csv_agent',
  ],
  ...[
    'langchain_experimental.agents.agent_toolkits.create_python_agent',
    'langchain.agents.create_python_agent',
  ],
  ...[
    'llama_index.query_engine.PandasQueryEngine',
    'llama_index.experimental.query_engine.PandasQueryEngine',
  ],
  ...[
    'llama_index.core.query_engine.PandasQueryEngine',
    'llama_index.tools.code_interpreter.CodeInterpreterToolSpec',
  ],
  ...['pandasai.SmartDataframe', 'pandasai.SmartDatalake', 'pandasai.PandasAI', 'pandasai.Agent'],
  ...[
    'autogen.coding.LocalCommandLineCodeExecutor',
    'autogen_ext.code_executors.local.LocalCommandLineCodeExecutor',
  ],
  ...[
    'smolagents.LocalPythonExecutor',
    'smolagents.PythonInterpreterTool',
    'vanna.VannaBase().run_sql',
  ],
]
const help = 'Give it an executor that runs in a sandbox or a container.'

/** A tool that runs what a model writes, in this process. */
export const codeRunningTool: Rule = {
  id: 'code-running-tool',
  title: 'An agent gets a tool that runs code on this machine',
  layer: 'calls',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [94, 749],
  owasp: ['LLM05:2025', 'LLM06:2025'],
  on: [
    onCall(runners, (call) => ({
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
