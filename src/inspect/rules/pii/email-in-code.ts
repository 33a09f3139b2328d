import type { Report, Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'

const address = /(?<![\w.+-])([\w.+-]{1,64})@((?:[\w-]{1,63}\.){1,4}[A-Za-z]{2,10})(?![\w@])/g
const madeUp =
  /^(example|test|domain|company|email|mail|yourdomain|sample|foo|bar|acme|xyz|abc|localhost|invalid)\.|\.(example|test|invalid|localhost|local)$|(^|\.)example\./i
const roles =
  /^(no-?reply|info|support|admin|contact|help|hello|sales|security|team|user\d*|test\w*|your[\w.]*|names?|someone|name|root|git|foo|bar|a|b|x|y|sender|receiver|recipient|from|to|me|you|email\d*|example\w*)$/i

/** Addresses of people, without those made for examples. */
export const emailInCode: Rule = {
  id: 'email-in-code',
  title: "Someone's e-mail address is written in the code",
  layer: 'pattern',
  severity: 'low',
  confidence: 0.5,
  persona: 'default',
  cwe: [359],
  owasp: ['A04:2021'],
  on: [
    onFile((context) => {
      const found: Report[] = []
      for (const { text, node } of context.texts) {
        if (!text.includes('@') || text.length > 20_000 || /:\/\/\S*@/.test(text.slice(0, 500)))
          continue
        const real = [...text.matchAll(address)].some(
          ([, user = '', host = '']) => !roles.test(user) && !madeUp.test(host),
        )
        if (real && !isOfAuthor(context.text, node.start))
          found.push({
            message: 'The code holds the e-mail address of someone.',
            at: node,
            help: 'Take it from the settings, or use an address at example.com.',
          })
      }
      return found
    }),
  ],
}

/** Those who wrote a module sign it: `__author__ = "…"`. */
function isOfAuthor(text: string, start: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  return /^__\w{1,30}__\s*=\s*[([]?$/.test(line.trim())
}
