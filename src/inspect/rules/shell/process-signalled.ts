import type { CallMatch } from '../../call-match.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const help = 'Leave the life of processes to the sandbox; raise an exception to stop.'
const stops = ['kill', 'terminate', 'send_signal', 'suspend']

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
        ...['abort', '_exit', 'nice', 'setuid', 'setgid', 'setsid', 'setpriority'].map(
          (name) => `os.${name}`,
        ),
        ...['setresuid', 'setresgid', 'setgroups', 'chroot', 'unshare', 'setns', 'ptrace'].map(
          (name) => `os.${name}`,
        ),
        ...['signal', 'alarm', 'setitimer', 'raise_signal', 'pthread_kill', 'siginterrupt'].map(
          (name) => `signal.${name}`,
        ),
        ...['nice', 'rlimit'].map((name) => `psutil.Process().${name}`),
        'resource.setrlimit',
        'resource.prlimit',
        'faulthandler.register',
      ],
      (call) => ({
        message: `\`${call.shortName}\` signals a process or changes its limits.`,
        help,
      }),
    ),
    onCall(
      ['os.kill', 'os.killpg', ...stops.map((name) => `psutil.Process().${name}`)],
      (call) => ({
        message: isOwn(call)
          ? `\`${call.shortName}\` stops the script's own process.`
          : `\`${call.shortName}\` stops a process that is not the script's own.`,
        ...(isOwn(call) ? {} : { severity: 'critical' }),
        help,
      }),
    ),
  ],
}

function isOwn(call: CallMatch): boolean {
  return call.values(0).some((value) => value.kind === 'path' && value.path === 'os.getpid()')
}
