import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const escapes: ReadonlyMap<string, string> = new Map([
  ['RestrictedPython.compile_restricted', 'CVE-2023-37271, CVE-2024-47532, CVE-2025-22153'],
  ['RestrictedPython.compile_restricted_exec', 'CVE-2023-37271, CVE-2025-22153'],
  ['RestrictedPython.compile_restricted_eval', 'CVE-2023-41039, CVE-2024-47532'],
  ['RestrictedPython.compile_restricted_function', 'CVE-2023-37271, CVE-2025-22153'],
  ['asteval.Interpreter', 'CVE-2025-24359'],
  ['smolagents.LocalPythonExecutor', 'CVE-2025-5120'],
  ['smolagents.local_python_executor.evaluate_python_code', 'CVE-2025-5120'],
  ['js2py.eval_js', 'CVE-2024-28397'],
  ['js2py.EvalJs', 'CVE-2024-28397'],
])

/** Sandboxes that live in the process that they are to protect. */
export const inProcessSandbox: Rule = {
  id: 'in-process-sandbox',
  title: 'Foreign code is run in a sandbox inside the process',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.7,
  persona: 'default',
  cwe: [693, 94],
  owasp: ['LLM05:2025'],
  on: [
    onCall([...escapes.keys()], (call) => ({
      message: `\`${call.shortName}\` shares the process with the code that it is to hold; it was left before (${escapes.get(call.name)}).`,
      help: 'Run foreign code in another process behind a wall of the operating system.',
    })),
  ],
}
