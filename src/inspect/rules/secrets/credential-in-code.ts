import type { Node } from '../../../python/nodes.ts'
import { findSecrets } from '../../find-secrets.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onFile, onNode } from '../../rule.ts'

/** Credentials that are known by their form, in texts of the code. */
export const credentialInCode: Rule = {
  id: 'credential-in-code',
  title: 'A credential is written in the code',
  layer: 'pattern',
  severity: 'critical',
  confidence: 0.95,
  persona: 'default',
  cwe: [798],
  owasp: ['A07:2021', 'ASVS-2.10.4'],
  on: [
    onFile((context) => {
      const found: Report[] = []
      for (const { text, node } of context.texts) found.push(...reports(text, node))
      return found
    }),
    onNode('BinOp', ({ node, site }, { meaning }) => {
      if (
        node.op !== 'Add' ||
        node.end - node.start > 600 ||
        (node.right.kind !== 'Constant' && node.left.kind !== 'Constant')
      )
        return undefined
      return reports(meaning.text(node, site) ?? '', node)
    }),
    onCall(
      [
        ...['b64decode', 'urlsafe_b64decode', 'standard_b64decode', 'b32decode', 'b16decode'].map(
          (name) => `base64.${name}`,
        ),
        'builtins.bytes.fromhex',
        'binascii.unhexlify',
        'codecs.decode',
        'builtins.str().join',
      ],
      ({ call, site }, { meaning }) =>
        call ? reports(meaning.text(call, site) ?? '', call) : undefined,
    ),
  ],
}

function reports(text: string, node: Node): readonly Report[] {
  return findSecrets(text).map(({ kind, isValid }) => ({
    message: isValid
      ? `The code holds what looks like a ${kind}.`
      : `The code holds what is built like a ${kind}, though it may be an example or mistyped.`,
    at: node,
    help: 'Revoke it, and read the new one from a secret store.',
    ...(isValid ? {} : { severity: 'medium' as const, confidence: 0.6 }),
  }))
}
