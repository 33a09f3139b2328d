import { nameOf } from '../../named-values.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onNamedValue, onStore } from '../../rule.ts'

const runners = [
  'flask.Flask().run',
  'quart.Quart().run',
  'dash.Dash().run',
  'dash.Dash().run_server',
  'bottle.run',
  'sanic.Sanic().run',
  'aiohttp.web.run_app',
  'flask_socketio.SocketIO().run',
  'werkzeug.serving.run_simple',
]

/** Debuggers and detailed errors that anyone can reach. */
export const debugServer: Rule = {
  id: 'debug-server',
  title: 'A web application runs in debug mode',
  layer: 'calls',
  severity: 'high',
  confidence: 0.9,
  persona: 'default',
  cwe: [489, 94],
  owasp: ['A05:2021'],
  on: [
    onCall(runners, (call) =>
      call.isFlag('debug', true) || call.isFlag('use_debugger', true)
        ? report(call.shortName)
        : undefined,
    ),
    onCall(
      ['fastapi.FastAPI', 'starlette.applications.Starlette', 'tornado.web.Application'],
      (call) =>
        call.isFlag('debug', true) ? { ...report(call.shortName), severity: 'medium' } : undefined,
    ),
    onCall(['werkzeug.debug.DebuggedApplication'], (call) => report(call.shortName)),
    onCall(['uvicorn.run'], (call) =>
      call.isFlag('reload', true) ? { ...report(call.shortName), severity: 'low' } : undefined,
    ),
    onStore(({ node, owners, attribute }, { text }) => {
      const isOn = /^\s{0,8}=\s{0,8}True\b/.test(text.slice(node.end, node.end + 24))
      const isApp = owners.some((owner) =>
        /^(flask\.Flask|quart\.Quart)\(\)(\.config)?$/.test(owner),
      )
      const isDebug =
        attribute === 'debug' || (node.kind === 'Subscript' && nameOf(node) === 'DEBUG')
      return isOn && isApp && isDebug ? report('debug') : undefined
    }),
    onNamedValue(/^DEBUG$/, ({ value, via }, { text }) => {
      if (via !== 'assigned' || value.kind !== 'Constant' || value.value !== true) return undefined
      return /\b(INSTALLED_APPS|ALLOWED_HOSTS|ROOT_URLCONF|DJANGO_SETTINGS_MODULE)\b/.test(text)
        ? report('DEBUG')
        : undefined
    }),
  ],
}

function report(name: string): Report {
  return {
    message: `\`${name}\` switches debug mode on.`,
    help: 'Leave it off, or take it from the settings of the developer.',
  }
}
