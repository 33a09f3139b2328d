import { basename } from 'node:path'
import { type CheckInput, checkOperation } from '../../../api/operations/check.ts'
import { checkLine, lineError } from '../../../api/operations/check-lines.ts'
import type { Services } from '../../../api/services.ts'
import type { Examination } from '../../../flow/examine.ts'
import { withViolations } from '../../../flow/with-violations.ts'
import { CordonError } from '../../../kernel/errors.ts'
import { formatIssue } from '../../../kernel/issue.ts'
import {
  type Command,
  type CommandEntry,
  defineCommand,
  type Given,
  type Shown,
} from '../command.ts'
import { argument, readInputFile, textOption } from '../given.ts'
import { readLines } from '../lines.ts'
import { checkView } from '../views/decision.ts'

const checkCommand: Command<CheckInput, Examination> = {
  operation: checkOperation,
  args: [{ name: '[script]', description: 'Python file, or - for standard input' }],
  options: [
    {
      flags: '--policy <file>',
      description: 'a security policy (YAML) whose violations count as findings too',
    },
    {
      flags: '--stdin-jsonl',
      description:
        'answer each line {"id", "code"} of standard input with a line {"id", "verdict", "findings"}',
    },
  ],
  examples: [
    'cordon check question.py',
    'cordon check --json - < question.py',
    'cordon check --policy policy.yaml question.py',
  ],
  readInput: async (given) => {
    const script = argument(given, 0)
    if (script === '') {
      throw new CordonError('usage', 'There is no script to check.', {
        help: 'Name a Python file, or - for standard input; or give --stdin-jsonl.',
      })
    }
    const fileName = script === '-' ? 'stdin.py' : basename(script)
    return { code: await readInputFile(script, given), fileName }
  },
  view: checkView,
  exitCode: ({ decision }) => (({ allow: 0, deny: 1, hold: 3 }) as const)[decision.verdict],
}

const single = defineCommand(checkCommand)

/** One script, or a stream of them. */
export const checkEntry: CommandEntry = {
  ...single,
  start: async (given, services) => {
    const path = textOption(given, 'policy')
    const judging = path === undefined ? services : await judgedBy(path, given, services)
    return given.options['stdinJsonl'] ? checkStream(given, judging) : single.start(given, judging)
  },
}

/** Services whose inspector also knows the security policy of a file; what it takes is loaded only here. */
async function judgedBy(path: string, given: Given, services: Services): Promise<Services> {
  const bytes = await readInputFile(path, given, policyLimitBytes)
  const { parseSecurityPolicy } = await import('../../../inspect/security-policy-text.ts')
  const read = parseSecurityPolicy(new TextDecoder().decode(bytes))
  if (!read.ok) {
    const faults = read.issues.map((issue) => `  ${formatIssue(issue)}`).join('\n')
    throw new CordonError('config-invalid', `Cannot use the policy ${path}:\n${faults}`, {
      help: 'Mend the lines named above.',
    })
  }
  const policy = services.policy()
  const inspect = withViolations(policy.inspect, read.value)
  return { ...services, policy: () => ({ ...policy, inspect }) }
}

const policyLimitBytes = 1024 * 1024

/** A script of the largest size that a policy has by default, every byte of it escaped. */
const lineLimitBytes = 8 * 1024 * 1024

/** Answers line by line, so that a caller may wait for each; verdicts are in the answers and not in the exit code. */
async function checkStream(given: Given, services: Services): Promise<Shown> {
  const { terminal, args } = given
  if (args.length > 0) {
    throw new CordonError('usage', '--stdin-jsonl reads scripts from standard input alone.', {
      help: 'Leave the script out.',
    })
  }
  const { signal, err } = terminal
  const call = { signal, onProgress: (line: string) => err(`${line}\n`) }
  for await (const line of readLines(terminal.stdin(), lineLimitBytes)) {
    if (signal.aborted) throw new CordonError('cancelled', 'The check was stopped.')
    if (line.kind === 'line' && isBlank(line.bytes)) continue
    const answer =
      line.kind === 'line'
        ? await checkLine(line.bytes, services, call)
        : lineError(`the line is longer than ${lineLimitBytes} bytes`)
    await terminal.outAndWait(`${answer}\n`)
  }
  return { exitCode: 0 }
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 32 || byte === 9 || byte === 13)
}
