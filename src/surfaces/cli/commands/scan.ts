import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { type ScanInput, type ScanOutput, scanOperation } from '../../../api/operations/scan.ts'
import { explain } from '../../../inspect/explain.ts'
import { rules } from '../../../inspect/rules/index.ts'
import { CordonError } from '../../../kernel/errors.ts'
import { severities } from '../../../kernel/severity.ts'
import { unreachable } from '../../../kernel/unreachable.ts'
import { version } from '../../../kernel/version.ts'
import { renderGithub } from '../../../report/github.ts'
import { renderJson } from '../../../report/json.ts'
import { renderMarkdown } from '../../../report/markdown.ts'
import { summarise } from '../../../report/report.ts'
import { renderSarif } from '../../../report/sarif.ts'
import { renderTerminal } from '../../../report/terminal.ts'
import type { Command, Given } from '../command.ts'
import { choiceOption, textOption } from '../given.ts'

const formats = ['terminal', 'json', 'sarif', 'markdown', 'github'] as const
const personas = ['default', 'pedantic', 'gate'] as const
const thresholds = [...severities, 'never'] as const
type Format = (typeof formats)[number]

export const scanCommand: Command<ScanInput, ScanOutput> = {
  operation: scanOperation,
  args: [{ name: '<paths...>', description: 'Python files, and folders that hold some' }],
  options: [
    { flags: '--format <format>', description: `${formats.join(', ')} (default: terminal)` },
    { flags: '--output <file>', description: 'write the report to a file' },
    {
      flags: '--persona <persona>',
      description:
        'who reads it: default, pedantic (also matters of style), gate (what the gate sees)',
    },
    {
      flags: '--fail-on <severity>',
      description:
        'end with exit code 1 from this severity on: low (default), medium, high, critical, never',
    },
    { flags: '--jobs <count>', description: 'threads at most (default: one a processor)' },
    { flags: '--no-cache', description: 'neither use nor keep results' },
  ],
  examples: ['cordon scan src', 'cordon scan --format sarif --output cordon.sarif .'],
  readInput: async (given) => {
    formatOf(given)
    return {
      paths: [...given.args],
      persona: choiceOption(given, 'persona', { choices: personas, otherwise: 'default' }),
      failOn: choiceOption(given, 'fail-on', { choices: thresholds, otherwise: 'low' }),
      jobs: jobsOf(given),
      usesCache: given.options['cache'] !== false,
    }
  },
  keep: async (output, given) => {
    const path = textOption(given, 'output')
    if (path === undefined) return
    try {
      await writeFile(path, render(output, { format: formatOf(given), isFile: true }, given))
    } catch (cause) {
      throw new CordonError('usage', `Cannot write ${path}.`, {
        help: 'Name a file in a folder that may be written to.',
        cause,
      })
    }
  },
  view: (output, given) =>
    given.options['output'] === undefined
      ? render(output, { format: formatOf(given), isFile: false }, given)
      : `${summarise(output.report)}.`,
  exitCode: ({ status }) => ({ passed: 0, failed: 1, incomplete: 2 })[status],
}

function render(
  { report, persona }: ScanOutput,
  { format, isFile }: { readonly format: Format; readonly isFile: boolean },
  { terminal }: Given,
): string {
  switch (format) {
    case 'terminal':
      return renderTerminal(report, {
        hasColour: !isFile && terminal.hasColor,
        width: terminal.width,
      })
    case 'json':
      return `${JSON.stringify(renderJson(report))}\n`
    case 'sarif':
      return `${JSON.stringify(renderSarif(report, { version, rules: pagesFor(persona) }))}\n`
    case 'markdown':
      return renderMarkdown(report)
    case 'github':
      return renderGithub(report)
    default:
      return unreachable(format)
  }
}

function pagesFor(persona: ScanInput['persona']) {
  return rules
    .filter((rule) => rule.persona === 'default' || rule.persona === persona)
    .map((rule) => ({ rule, page: explain(rule.id)?.page ?? '' }))
}

function formatOf(given: Given): Format {
  const otherwise = given.options['json'] === true ? 'json' : 'terminal'
  return choiceOption(given, 'format', { choices: formats, otherwise })
}

function jobsOf(given: Given): number {
  const text = textOption(given, 'jobs')
  if (text === undefined) return availableParallelism()
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text)
  throw new CordonError('usage', `--jobs cannot be "${text}".`, {
    help: 'Write a number of threads, such as 2.',
  })
}
