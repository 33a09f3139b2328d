import type { Origin } from '../../../python/flow.ts'
import type { Expression } from '../../../python/nodes.ts'
import type { Located, Site } from '../../../python/scopes.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { describe, originOf, stepsOf } from '../../flow-match.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { processCalls } from '../../tables/processes.ts'
import { untrusted } from '../../tables/sources.ts'
import { builtHole, textParts } from '../../text-parts.ts'

const help = 'Pass a list of arguments and leave `shell` out.'

const alwaysShell = new Set([
  'os.system',
  'os.popen',
  'subprocess.getoutput',
  'subprocess.getstatusoutput',
])

/** Functions of libraries that read a command line like a shell. */
const runners = [
  ...['invoke.run', 'invoke.Context().run', 'fabric.api.local', 'fabric.Connection().local'],
  ...['pexpect.run', 'pexpect.spawn', 'pexpect.runu', 'plumbum.cmd.sh'],
]

/** A command line that a shell reads. */
export const shellCommand: Rule = {
  id: 'shell-command',
  title: 'A shell reads a command line',
  layer: 'calls',
  severity: 'high',
  confidence: 0.7,
  persona: 'default',
  cwe: [78],
  owasp: ['A03:2021'],
  on: [
    onCall(
      [
        ...alwaysShell,
        ...['run', 'Popen', 'call', 'check_call', 'check_output'].map(
          (name) => `subprocess.${name}`,
        ),
        'asyncio.create_subprocess_shell',
        ...runners,
      ],
      (call, context) => {
        const isShell =
          alwaysShell.has(call.name) ||
          (runners.includes(call.name) && call.text(0, 'command') === undefined) ||
          call.name.endsWith('_shell') ||
          call.isFlag('shell', true)
        const command = call.argument(0, 'args') ?? call.argument(-1, 'command')
        if (!isShell || !command) return undefined
        const origin = originOf(command, call, context, { into: 'shell', from: untrusted })
        if (origin) return given(call, origin)
        const isConstant = call.text(0, 'args') !== undefined
        if (call.values(0, 'args').some(({ kind }) => kind === 'sequence')) return undefined
        if (!isConstant && isQuoted(command, call.site, context)) return undefined
        return {
          message: isConstant
            ? `\`${call.shortName}\` has a shell read a constant command.`
            : `\`${call.shortName}\` has a shell read a command that is put together at run time.`,
          help,
          ...(isConstant ? { severity: 'low' as const, confidence: 0.9 } : {}),
        }
      },
    ),
    onCall([...processCalls.keys()], (call, context) => {
      if (call.isFlag('shell', true)) return undefined
      const script = scriptOf(call, context)
      if (!script || context.meaning.text(script.node, script.site) !== undefined) return undefined
      const origin = originOf(script.node, script, context, {
        into: 'shell',
        from: untrusted,
      })
      if (origin) return given(call, origin)
      if (isQuoted(script.node, script.site, context) || !isBuilt(script, context)) return undefined
      return {
        message: `\`${call.shortName}\` has a shell read a command that is put together at run time.`,
        help: 'Start the program itself, with a list of arguments.',
      }
    }),
  ],
}

const shells = /^(.*\/)?(ba|da|z|k|c|tc|fi|a)?sh$|^(.*\\)?(cmd|powershell|pwsh)(\.exe)?$/

/** The text after `-c` in `['bash', '-c', …]`, `execl('/bin/sh', 'sh', '-c', …)`. */
function scriptOf(call: CallMatch, { meaning }: Context): Located | undefined {
  const [list] = call.values(processCalls.get(call.name)?.at ?? 0, 'args')
  const words: readonly Located[] =
    list?.kind === 'sequence'
      ? list.items
      : (call.call?.args ?? []).map((node) => ({ node, site: call.site }))
  const texts = words.map(({ node, site }) => meaning.text(node, site))
  const option = texts.findIndex((text) => /^(-\w*c|\/c|-Command)$/i.test(text ?? ''))
  const isShell = option > 0 && texts.slice(0, option).some((text) => shells.test(text ?? ''))
  return isShell ? words[option + 1] : undefined
}

/** A text with something in it that is not known. */
function isBuilt(value: Located, context: Context): boolean {
  return builtHole(textParts(context, value)) !== undefined
}

function given(call: CallMatch, origin: Origin): Report {
  return {
    message: `\`${call.shortName}\` has a shell read ${describe(origin)}.`,
    severity: 'critical',
    confidence: 0.95,
    help,
    flow: stepsOf(origin, call),
  }
}

const quoters = new Set(['shlex.quote', 'pipes.quote', 'shlex.join'])

/** Every part that is not constant is quoted. */
function isQuoted(node: Expression, site: Site, context: Context): boolean {
  return textParts(context, { node, site }).every(
    (part) =>
      part.kind === 'text' ||
      (part.value.node.kind === 'Call' &&
        context.meaning
          .paths(part.value.node.func, part.value.site)
          .some((path) => quoters.has(path))),
  )
}
