import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Processes are stopped, or signals and limits set. */
export const processSignalled: Rule = {
  id: 'process-signalled',
  title: 'A process is signalled or its limits are changed',
  layer: 'calls',
  severity: 'high',
  confidence: 0.9,
  persona: 'gate',
  cwe: [400, 693],
  owasp: ['LLM06:2025'],
  on: [
    onCall(
      [
        ...[
          'kill',
          'killpg',
          'abort',
          '_exit',
          'nice',
          'setuid',
          'setgid',
          'setsid',
          'setpriority',
        ].map((name) => `os.${name}`),
        ...['setresuid', 'setresgid', 'setgroups', 'chroot', 'unshare', 'setns', 'ptrace'].map(
          (name) => `os.${name}`,
        ),
        ...['signal', 'alarm', 'setitimer', 'raise_signal', 'pthread_kill', 'siginterrupt'].map(
          (name) => `signal.${name}`,
        ),
        ...['kill', 'terminate', 'send_signal', 'suspend', 'nice', 'rlimit'].map(
          (name) => `psutil.Process().${name}`,
        ),
        'resource.setrlimit',
        'resource.prlimit',
        'faulthandler.register',
      ],
      (call) => ({
        message: `\`${call.shortName}\` signals a process or changes its limits.`,
        help: 'Leave the life of processes to the sandbox; raise an exception to stop.',
      }),
    ),
  ],
}
