import type { Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'

const sites =
  /^https?:\/\/([\w-]+\.)*(webhook\.site|requestbin\.(com|net)|pipedream\.net|pastebin\.com\/api|paste\.ee|hastebin\.com|transfer\.sh|file\.io|0x0\.st|anonfiles\.com|gofile\.io|catbox\.moe|temp\.sh|bashupload\.com|ngrok(-free)?\.(io|app|dev)|serveo\.net|loca\.lt|trycloudflare\.com|interact\.sh|oast\.(fun|live|me|online|pro|site)|burpcollaborator\.net|oastify\.com|dnslog\.cn|ceye\.io|requestcatcher\.com|beeceptor\.com|api\.telegram\.org\/bot|discord(app)?\.com\/api\/webhooks|hooks\.slack\.com\/services)/i

/** Services at which anyone can receive what is sent. */
export const dropSite: Rule = {
  id: 'drop-site',
  title: 'A place to drop data at is named',
  layer: 'calls',
  severity: 'high',
  confidence: 0.85,
  persona: 'gate',
  cwe: [200, 201],
  owasp: ['LLM02:2025'],
  on: [
    onFile((context) =>
      context.texts.flatMap(({ text, node }) => {
        const site = text.length < 2_000 ? sites.exec(text) : null
        if (!site) return []
        const isChat = /telegram|discord|slack/.test(site[0])
        return [
          {
            message: `Anyone can receive what is sent to \`${site[3] ?? site[0].slice(0, 40)}\`.`,
            at: node,
            help: 'Give results back as the answer.',
            ...(isChat ? { severity: 'medium' as const } : {}),
          },
        ]
      }),
    ),
  ],
}
