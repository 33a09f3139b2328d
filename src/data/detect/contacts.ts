import { isIP } from 'node:net'
import { type Detector, numberToken, whole, words } from './detector.ts'

/** E-mail and network addresses. */
export const contactDetectors: readonly Detector[] = [
  {
    kind: 'email',
    pattern:
      /(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}_][\p{L}\p{N}._%+'-]{0,63}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}_-])/gu,
    match: whole(isEmail),
    chance: 0.001,
    isTelling: true,
    alone: () => 0.99,
    context: words('e-?mails?', 'mails?'),
  },
  {
    kind: 'ip-address',
    pattern: numberToken('(?:[0-9]{1,3}\\.){3}[0-9]{1,3}'),
    match: whole((text) => isIP(text) === 4),
    chance: 0.3,
    isTelling: false,
    alone: () => 0.8,
    context: words('ips?', 'ip ?v?4?', 'address', 'hosts?', 'servers?', 'from', 'subnet', 'login'),
  },
  {
    kind: 'ip-address',
    pattern:
      /(?<![A-Za-z0-9:.])[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{1,40}(?:[0-9.]{7,15})?(?![A-Za-z0-9:])/g,
    match: whole((text) => isIP(text) === 6 && /[0-9]/.test(text) && text.length > 4),
    chance: 0.01,
    isTelling: true,
    alone: () => 0.9,
    context: words('ips?', 'ip ?v?6?', 'hosts?', 'servers?'),
  },
]

/** What follows the last dot of names that only look like an address, such as `logo@2x.png`. */
const fileEndings = /\.(?:png|jpe?g|gif|svg|webp|ico|js|mjs|ts|css|json|ya?ml|txt|zip|gz)$/i

/** An addr-spec as people have them (RFC 5321, without quoted local parts). */
function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  const isDotted = /\.\.|\.@|@-|-\./.test(text)
  return at > 0 && text.length <= 254 && !isDotted && !fileEndings.test(text)
}
