import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { originOf } from '../../value-origins.ts'

const launchers = /^(npx|uvx|bunx|pipx|npm|pnpm)$/

/** The program behind a tool server is chosen by others or not pinned. */
export const toolServerCommand: Rule = {
  id: 'tool-server-command',
  title: 'A tool server is started from an open or unpinned command',
  layer: 'calls',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [78, 829],
  owasp: ['LLM03:2025'],
  on: [
    onCall(
      [
        ...[
          'mcp.StdioServerParameters',
          'mcp.client.stdio.StdioServerParameters',
          'agents.mcp.MCPServerStdio',
        ],
        ...[
          'pydantic_ai.mcp.MCPServerStdio',
          'fastmcp.client.transports.StdioTransport',
          'smolagents.MCPClient',
        ],
      ],
      (call, context): Report | undefined => {
        for (const keyword of ['command', 'args', 'params']) {
          const node = call.argument(keyword === 'command' ? 0 : -1, keyword)
          const origin = originOf(node, { site: call.site, context }, [
            'web',
            'person',
            'model',
            'tool',
            'download',
          ])
          if (origin)
            return { message: `The command of the tool server comes from \`${origin.name}\`.` }
        }
        const command = call.text(0, 'command')
        if (command === undefined || !launchers.test(command)) return undefined
        const args = call.argument(1, 'args')
        const words =
          args?.kind === 'List'
            ? args.elts.flatMap((one) => context.meaning.texts(one, call.site))
            : []
        const name = words.find(
          (word) => /^@?[a-z0-9]/i.test(word) && !/^(run|exec|dlx|-y)$/.test(word),
        )
        if (name === undefined || /.@\d|==/.test(name)) return undefined
        return {
          message: `\`${command} ${name.slice(0, 60)}\` runs whatever version is newest.`,
          severity: 'medium',
          help: 'Name the version.',
        }
      },
    ),
  ],
}
