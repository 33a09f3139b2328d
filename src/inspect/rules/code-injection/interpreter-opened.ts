import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** An interpreter within the interpreter, that runs what it is given or what is typed. */
export const interpreterOpened: Rule = {
  id: 'interpreter-opened',
  title: 'An interpreter is opened that runs any text',
  layer: 'calls',
  severity: 'high',
  confidence: 0.9,
  persona: 'default',
  cwe: [94],
  owasp: ['A03:2021', 'LLM05:2025'],
  on: [
    onCall(
      [
        ...['code.InteractiveInterpreter', 'code.InteractiveConsole', 'code.interact'],
        ...['code.compile_command', 'codeop.compile_command', 'codeop.Compile'],
        ...['codeop.CommandCompiler', 'IPython.embed', 'IPython.start_ipython'],
        ...['IPython.terminal.embed.embed', 'IPython.core.interactiveshell.InteractiveShell'],
        ...['bpython.embed', 'ptpython.repl.embed', 'asyncio.__main__.AsyncIOInteractiveConsole'],
        ...['_xxsubinterpreters.run_string', '_interpreters.run_string', '_interpreters.exec'],
        ...['concurrent.interpreters.create', 'test.support.run_in_subinterp'],
        ...['_testcapi.run_in_subinterp', 'jupyter_client.KernelManager', 'nbclient.execute'],
        ...['jupyter_client.BlockingKernelClient', 'nbconvert.preprocessors.ExecutePreprocessor'],
        ...['papermill.execute_notebook', 'nbclient.NotebookClient'],
      ],
      (call) => ({
        message: `\`${call.shortName}\` opens an interpreter that runs whatever it is given.`,
        help: 'Call the functions that are needed by name.',
      }),
    ),
  ],
}
