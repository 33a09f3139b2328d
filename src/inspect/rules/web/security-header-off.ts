import type { Expression } from '../../../python/nodes.ts'
import type { Rule } from '../../rule.ts'
import { onCall, onNamedValue } from '../../rule.ts'

interface Header {
  readonly isOff: (value: Expression) => boolean
  readonly effect: string
}

const framed: Header = {
  isOff: (value) => isText(value, /^(allow-?all|allow-from\b.*|\*)$/i),
  effect: 'lets every site show the page in a frame',
}
const guessed: Header = { isOff: isFalse, effect: 'lets browsers guess the type of a file' }
const plain: Header = {
  isOff: (value) => value.kind === 'Constant' && value.value === 0,
  effect: 'lets browsers come back without encryption',
}

/** Settings of Django, and headers. */
const headers: ReadonlyMap<string, Header> = new Map([
  ['X_FRAME_OPTIONS', framed],
  ['X-Frame-Options', framed],
  ['SECURE_CONTENT_TYPE_NOSNIFF', guessed],
  ['SECURE_HSTS_SECONDS', plain],
  [
    'Content-Security-Policy',
    {
      isOff: (value) =>
        isText(value, /frame-ancestors\s+\*|(default|script)-src[^;]*('unsafe-inline'|\s\*)/),
      effect: 'lets foreign scripts or frames in',
    },
  ],
])

const headerNames = new RegExp(`^(${[...headers.keys()].join('|')})$`)

/** Headers that protect a page are switched off or left open. */
export const securityHeaderOff: Rule = {
  id: 'security-header-off',
  title: 'A header that protects pages is off',
  layer: 'names',
  severity: 'low',
  confidence: 0.8,
  persona: 'default',
  cwe: [1021, 693],
  owasp: ['A05:2021'],
  on: [
    onNamedValue(headerNames, ({ name, value }) => {
      const header = headers.get(name)
      return header?.isOff(value) ? report(name, header.effect) : undefined
    }),
    onCall(['django.views.decorators.clickjacking.xframe_options_exempt'], (call) =>
      report(call.shortName, framed.effect),
    ),
    onCall(['flask_talisman.Talisman'], (call) =>
      call
        .values(-1, 'content_security_policy')
        .some((value) => value.kind === 'none' || (value.kind === 'boolean' && !value.value))
        ? report(call.shortName, 'sends no policy for scripts and frames')
        : undefined,
    ),
  ],
}

function isText(value: Expression, pattern: RegExp): boolean {
  return value.kind === 'Constant' && typeof value.value === 'string' && pattern.test(value.value)
}

function isFalse(value: Expression): boolean {
  return value.kind === 'Constant' && value.value === false
}

function report(name: string, effect: string) {
  return { message: `\`${name}\` ${effect}.`, help: 'Leave the default of the framework.' }
}
