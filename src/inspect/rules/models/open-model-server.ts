import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const help = 'Listen on 127.0.0.1, or ask for a login.'

/** Anyone who reaches the machine can use the model or agent. */
export const openModelServer: Rule = {
  id: 'open-model-server',
  title: 'A model or agent is served to everyone',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.8,
  persona: 'default',
  cwe: [306],
  owasp: ['A07:2021', 'LLM06:2025'],
  on: [
    onCall(
      [
        'mcp.server.fastmcp.FastMCP',
        'fastmcp.FastMCP',
        'fastmcp.FastMCP().run',
        'mcp.server.fastmcp.FastMCP().run',
      ],
      (call): Report | undefined =>
        call.texts(-1, 'host').includes('0.0.0.0') && !call.argument(-1, 'auth')
          ? {
              message: 'The tool server listens on every address without a login.',
              severity: 'high',
              help,
            }
          : undefined,
    ),
    onCall(
      [
        'ray.init',
        'dask.distributed.LocalCluster',
        'mlflow.server',
        'langserve.add_routes',
        'bentoml.serve',
      ],
      (call): Report | undefined => {
        const isOpen = ['dashboard_host', 'host', 'dashboard_address'].some((one) =>
          call.texts(-1, one).some((text) => text.startsWith('0.0.0.0')),
        )
        return isOpen
          ? {
              message: `\`${call.shortName}\` listens on every address without a login.`,
              severity: 'high',
              help,
            }
          : undefined
      },
    ),
  ],
}
