import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const launchers = ['Interface', 'Blocks', 'ChatInterface', 'TabbedInterface'].map(
  (name) => `gradio.${name}().launch`,
)

/** Gradio and similar applications without a log-in. */
export const appSharedPublicly: Rule = {
  id: 'app-shared-publicly',
  title: 'A demonstration is open to everyone',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.85,
  persona: 'default',
  cwe: [306, 668],
  owasp: ['A07:2021', 'LLM06:2025'],
  on: [
    onCall([...launchers, '.launch'], (call) => {
      const hasAuth =
        call.argument(-1, 'auth') !== undefined ||
        call.argument(-1, 'auth_dependency') !== undefined
      const isShared = call.isFlag('share', true)
      const isOpen = call
        .texts(-1, 'server_name')
        .some((host) => host === '0.0.0.0' || host === '::')
      if (hasAuth || (!isShared && !isOpen)) return undefined
      return {
        message: `\`${call.shortName.replace(/^\./, '')}\` opens the application to ${isShared ? 'the internet' : 'the network'} without a log-in.`,
        ...(isShared ? { severity: 'high' as const } : {}),
        help: 'Pass `auth=`, or leave `share` off.',
      }
    }),
    onCall(
      [
        'pyngrok.ngrok.connect',
        'ngrok.connect',
        'ngrok.forward',
        'pycloudflared.try_cloudflare',
        'flask_ngrok.run_with_ngrok',
        'flask_cloudflared.run_with_cloudflared',
        'localtunnel.run',
      ],
      (call) => ({
        message: `\`${call.shortName}\` opens a local service to the internet.`,
        help: 'Put it behind a proxy that authenticates.',
      }),
    ),
  ],
}
