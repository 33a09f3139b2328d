import type { Report, Rule } from '../../rule.ts'
import { onCall, onFile, onStore } from '../../rule.ts'

/** SSH connections to whoever answers. */
export const sshHostUnchecked: Rule = {
  id: 'ssh-host-unchecked',
  title: 'The key of an SSH server is not checked',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.9,
  persona: 'default',
  cwe: [295, 322],
  owasp: ['A07:2021'],
  on: [
    onCall(
      [
        '.set_missing_host_key_policy',
        'paramiko.SSHClient().set_missing_host_key_policy',
        'paramiko.client.SSHClient().set_missing_host_key_policy',
      ],
      (call) => {
        const policy = call
          .values(0, 'policy')
          .find(
            (value) =>
              value.kind === 'path' && /\.(AutoAddPolicy|WarningPolicy)(\(\))?$/.test(value.path),
          )
        return policy ? report(call.shortName) : undefined
      },
    ),
    onCall(['asyncssh.connect', 'asyncssh.create_connection'], (call) =>
      call.values(-1, 'known_hosts').some(({ kind }) => kind === 'none')
        ? report(call.shortName)
        : undefined,
    ),
    onStore(({ node, owners, attribute }, { text }) =>
      attribute === 'hostkeys' &&
      owners.some((owner) => owner === 'pysftp.CnOpts()') &&
      /=\s*None/.test(text.slice(node.end, node.end + 8))
        ? report('pysftp.CnOpts')
        : undefined,
    ),
    onFile((context) =>
      context.texts.flatMap(({ text, node }) =>
        text.length < 2_000 && /StrictHostKeyChecking[= ](no|off)\b/i.test(text)
          ? [{ ...report('StrictHostKeyChecking'), at: node }]
          : [],
      ),
    ),
  ],
}

function report(name: string): Report {
  return {
    message: `\`${name}\` accepts whatever server answers.`,
    help: 'Load the known keys, and reject the rest.',
  }
}
