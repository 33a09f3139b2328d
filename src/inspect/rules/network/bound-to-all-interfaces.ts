import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const everyone = /^(0\.0\.0\.0|::|\[::\]|0|\*|)$/

/** Servers that listen on every interface. */
export const boundToAllInterfaces: Rule = {
  id: 'bound-to-all-interfaces',
  title: 'A service listens to everyone',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.8,
  persona: 'default',
  cwe: [668, 605],
  owasp: ['A05:2021'],
  on: [
    onCall(['socket.socket().bind', '.bind'], (call, { meaning }) => {
      const tuple = call.argument(0)
      if (tuple?.kind !== 'Tuple') return undefined
      const hosts = meaning.texts(tuple.elts[0], call.site)
      return hosts.some((host) => everyone.test(host)) ? report(call.shortName) : undefined
    }),
    onCall(
      [
        'http.server.HTTPServer',
        'http.server.ThreadingHTTPServer',
        'socketserver.TCPServer',
        'socketserver.UDPServer',
        'socketserver.ThreadingTCPServer',
        'xmlrpc.server.SimpleXMLRPCServer',
        'wsgiref.simple_server.make_server',
      ],
      (call, { meaning }) => {
        const first = call.argument(0)
        const host = first?.kind === 'Tuple' ? first.elts[0] : first
        return meaning.texts(host, call.site).some((text) => everyone.test(text))
          ? report(call.shortName)
          : undefined
      },
    ),
    onCall(
      [
        ...[
          'flask.Flask().run',
          'uvicorn.run',
          'hypercorn.run',
          'bottle.run',
          'waitress.serve',
          'aiohttp.web.run_app',
          'sanic.Sanic().run',
          'dash.Dash().run',
          'dash.Dash().run_server',
          'quart.Quart().run',
        ],
        ...[
          'asyncio.start_server',
          'asyncio.create_server',
          'websockets.serve',
          'mcp.server.fastmcp.FastMCP',
          'fastmcp.FastMCP',
          'fastmcp.FastMCP().run',
          'flask_socketio.SocketIO().run',
          'nicegui.ui.run',
        ],
      ],
      (call) => {
        const hosts = [
          ...call.texts(-1, 'host'),
          ...(call.name === 'flask.Flask().run' ? call.texts(0) : []),
        ]
        return hosts.some((host) => host !== '' && everyone.test(host))
          ? report(call.shortName)
          : undefined
      },
    ),
  ],
}

function report(name: string): Report {
  return {
    message: `\`${name}\` listens on every interface.`,
    help: 'Listen on 127.0.0.1 and put a proxy in front.',
  }
}
