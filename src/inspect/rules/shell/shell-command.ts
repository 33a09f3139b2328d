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

/** Of the library `sh`. */
const programs = ['bash', 'sh', 'zsh', 'python', 'python3'].map((name) => `sh.${name}`)

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
    onCall([...processCalls.keys(), ...programs], (call, context) => {
      if (call.isFlag('shell', true)) return undefined
      const script = scriptOf(call, context)
      if (!script || context.meaning.text(script.node, script.site) !== undefined) return undefined
      const origin = originOf(script.node, script, context, {
        into: 'shell',
        from: untrusted,
      })
      if (origin) return given(call, origin)
      if (script.isCode) return undefined
      if (isQuoted(script.node, script.site, context) || !isBuilt(script, context)) return undefined
      return {
        message: `\`${call.shortName}\` has a shell read a command that is put together at run time.`,
        help: 'Start the program itself, with a list of arguments.',
      }
    }),
    onCall(
      ['subprocess.Popen().communicate', 'subprocess.Popen().stdin.write'],
      (call, context) => {
        const input = call.argument(0, 'input')
        const origin =
          input && isShellProcess(call, context)
            ? originOf(input, call, context, { into: 'shell', from: untrusted })
            : undefined
        return origin && given(call, origin)
      },
    ),
  ],
}

/** The process was started as a shell or an interpreter that reads what it is given. */
function isShellProcess({ node, site }: CallMatch, { meaning }: Context): boolean {
  let at = node
  while (at.kind === 'Attribute') at = at.value
  const made = at.kind === 'Name' ? meaning.assigned(at, site) : [{ node: at, site }]
  return made.some(({ node: start, site: place }) => {
    const command = start.kind === 'Call' ? start.args[0] : undefined
    const [words] = command ? meaning.values(command, place) : []
    const first = words?.kind === 'sequence' ? words.items[0] : undefined
    const program = first
      ? meaning.text(first.node, first.site)
      : words?.kind === 'text'
        ? words.text
        : undefined
    return program !== undefined && (shells.test(program) || interpreters.test(program))
  })
}

const shells = /^(.*\/)?(ba|da|z|k|c|tc|fi|a)?sh$|^(.*\\)?(cmd|powershell|pwsh)(\.exe)?$/

/** Programs that run the text after an option as code. */
const interpreters = /^(.*\/)?(python[\d.]*|node|perl|ruby|php)$/

/** The text after `-c` in `['bash', '-c', …]`, `execl('/bin/sh', 'sh', '-c', …)`. */
function scriptOf(
  call: CallMatch,
  { meaning }: Context,
): (Located & { readonly isCode: boolean }) | undefined {
  const [list] = call.values(processCalls.get(call.name)?.at ?? 0, 'args')
  const words: readonly Located[] =
    list?.kind === 'sequence'
      ? list.items
      : (call.call?.args ?? []).map((node) => ({ node, site: call.site }))
  const texts = words.map(({ node, site }) => meaning.text(node, site))
  const option = texts.findIndex((text) => /^(-\w*c|\/c|-Command|-e|-r|--eval)$/i.test(text ?? ''))
  if (option < 0) return undefined
  const program = programs.includes(call.name) ? call.name.slice('sh.'.length) : undefined
  const before = [program, ...texts.slice(0, option)].filter((text) => text !== undefined)
  const isCode = before.some((text) => interpreters.test(text))
  const script = words[option + 1]
  return script && (isCode || before.some((text) => shells.test(text)))
    ? { ...script, isCode }
    : undefined
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
