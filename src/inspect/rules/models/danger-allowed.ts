import type { Report, Rule } from '../../rule.ts'
import { onKeyword, onNamedValue } from '../../rule.ts'

const flags: ReadonlyMap<string, readonly [string, 'high' | 'medium']> = new Map([
  ['allow_dangerous_code', ['lets the model run code', 'high']],
  ['allow_dangerous_requests', ['lets the model send requests or queries of any kind', 'high']],
  ['allow_dangerous_tools', ['lets the model use every tool', 'high']],
  ['dangerously_skip_permissions', ['lets the agent act without being asked', 'high']],
  ['dangerously_allow_browser', ['shows the key to every visitor', 'medium']],
])

/** A switch that its makers call dangerous is on. */
export const dangerAllowed: Rule = {
  id: 'danger-allowed',
  title: 'A switch that its makers call dangerous is on',
  layer: 'calls',
  severity: 'high',
  confidence: 0.9,
  persona: 'default',
  cwe: [94, 918, 749],
  owasp: ['LLM06:2025'],
  on: [
    onNamedValue(
      /^(auto_run|dangerously_skip_permissions|allow_dangerous_code)$/,
      ({ name, value, via }) =>
        via === 'assigned' && value.kind === 'Constant' && value.value === true
          ? {
              message: `\`${name}\` lets the model act without being asked.`,
              help: 'Leave it off.',
            }
          : undefined,
    ),
    onKeyword(
      [...flags.keys()],
      ({ node: { arg: keyword, value: node }, site }, { meaning }): Report | undefined => {
        const [does, severity] = flags.get(keyword ?? '') ?? ['is dangerous', 'high']
        const [given] = meaning.values(node, site)
        if (given?.kind !== 'boolean' || !given.value) return undefined
        return {
          message: `\`${keyword}=True\` ${does}.`,
          severity,
          help: 'Leave it off, and give the agent narrow tools.',
        }
      },
    ),
  ],
}
