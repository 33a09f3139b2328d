import { nameOf } from '../../named-values.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { isPersonalName } from '../../tables/personal-names.ts'

const hashes = ['md5', 'sha1', 'sha256', 'sha512'].map((name) => `hashlib.${name}`)

/** Hashes without a key of numbers and addresses that can be tried out. */
export const personalDataHashed: Rule = {
  id: 'personal-data-hashed',
  title: 'Personal data is hidden by a hash that can be reversed',
  layer: 'calls',
  severity: 'low',
  confidence: 0.65,
  persona: 'default',
  cwe: [328, 359],
  owasp: ['A02:2021'],
  replaces: ['weak-hash'],
  on: [
    onCall(hashes, (call) => {
      let node = call.argument(0, 'string')
      while (node?.kind === 'Call')
        node = node.func.kind === 'Attribute' ? node.func.value : node.args[0]
      const name = node && nameOf(node)
      return name !== undefined && isPersonalName(name)
        ? {
            message: `\`${call.shortName}\` of \`${name}\` is undone by hashing all there are.`,
            help: 'Use `hmac` with a key that is kept apart.',
          }
        : undefined
    }),
  ],
}
