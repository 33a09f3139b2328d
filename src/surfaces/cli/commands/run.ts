import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type RunInput, runOperation } from '../../../api/operations/run.ts'
import type { Services } from '../../../api/services.ts'
import type { RunOutcome } from '../../../flow/outcome.ts'
import { pictureFormats } from '../../../kernel/answer.ts'
import { CordonError } from '../../../kernel/errors.ts'
import { parseDatasetName } from '../../../kernel/ids.ts'
import { parseDuration } from '../../../kernel/limits.ts'
import type { Command, Given } from '../command.ts'
import {
  argument,
  bytesOption,
  choiceOption,
  countOption,
  durationOption,
  readInputFile,
  textOption,
} from '../given.ts'
import { principalOf, principalOptions } from '../principal.ts'
import { answerCsv } from '../views/csv.ts'
import { runView } from '../views/run.ts'

export const runCommand: Command<RunInput, RunOutcome> = {
  operation: runOperation,
  args: [{ name: '<script>', description: 'Python file, or - for standard input' }],
  options: [
    {
      flags: '--data <name=path>',
      description:
        'a dataset and its file, folder or database table; may be given again (default: the sources in the configuration)',
      isRepeatable: true,
    },
    ...principalOptions,
    { flags: '--timeout <time>', description: 'wall time at most, such as 30s' },
    { flags: '--memory <size>', description: 'memory at most, such as 512MB' },
    {
      flags: '--iterations <count>',
      description: "rounds of the script's own loops at most; counting makes these loops slower",
    },
    {
      flags: '--figures <format>',
      description: 'pictures as png or svg (default: the policy, png)',
    },
    { flags: '--out <folder>', description: 'write table, charts and receipt there' },
  ],
  examples: [
    'cordon run question.py --data bonds=bonds.csv --as analyst.json --config cordon.yaml',
    'cordon run question.py --data bonds=bonds.parquet --as analyst.json --out answer --json',
  ],
  readInput: async (given, services) => {
    const script = argument(given, 0)
    return {
      code: await readInputFile(script, given),
      fileName: script === '-' ? 'stdin.py' : basename(script),
      datasets: datasetsOf(given.options['data']),
      principal: await principalOf(given, services),
      limits: limitsOf(given),
      ...figuresOf(given),
    }
  },
  view: runView,
  exitCode: (outcome) => ({ answered: 0, refused: 1, pending: 3, failed: 4 })[outcome.status],
  keep: async (outcome, given, services) => {
    const folder = textOption(given, 'out')
    if (folder !== undefined) await writeOutcome(outcome, folder, services)
  },
}

function datasetsOf(pairs: unknown): Record<string, string> {
  const datasets: Record<string, string> = {}
  for (const pair of Array.isArray(pairs) ? pairs.map(String) : []) {
    const at = pair.indexOf('=')
    const name = parseDatasetName(pair.slice(0, Math.max(0, at)))
    const path = pair.slice(at + 1)
    if (at < 0 || !path) throw wrongData(pair, 'it needs the form NAME=PATH')
    if (typeof name !== 'string') throw wrongData(pair, name.problem)
    if (Object.hasOwn(datasets, name)) throw wrongData(pair, `${name} is given twice`)
    datasets[name] = path
  }
  return datasets
}

function wrongData(pair: string, problem: string): CordonError {
  return new CordonError('usage', `Cannot use --data ${pair}: ${problem}.`, {
    help: 'For example: --data bonds=bonds.csv',
  })
}

function limitsOf(given: Given): RunInput['limits'] {
  const wallMs = durationOption(given, 'timeout') ?? scriptTimeout(given)
  const memoryBytes = bytesOption(given, 'memory')
  const iterations = countOption(given, 'iterations')
  return {
    ...(wallMs !== undefined && { wallMs }),
    ...(memoryBytes !== undefined && { memoryBytes }),
    ...(iterations !== undefined && { iterations }),
  }
}

function figuresOf(given: Given): Pick<RunInput, 'figures'> {
  if (textOption(given, 'figures') === undefined) return {}
  return {
    figures: choiceOption(given, 'figures', { choices: pictureFormats, otherwise: 'png' }),
  }
}

function scriptTimeout({ environment }: Given): number | undefined {
  const text = environment.scriptTimeout
  if (text === undefined) return undefined
  const value = parseDuration(text)
  if (value !== undefined) return value
  throw new CordonError('usage', `SCRIPT_EXECUTION_TIMEOUT cannot be "${text}".`, {
    help: 'Write it in seconds, such as 30, or as 30s.',
  })
}

async function writeOutcome(
  outcome: RunOutcome,
  folder: string,
  services: Services,
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'receipt.json'), `${outcome.receipt}\n`)
    if (outcome.status !== 'answered') return
    await writeFile(join(folder, 'answer.json'), `${JSON.stringify(outcome.answerJson)}\n`)
    const csv = answerCsv(outcome.answerJson)
    if (csv !== undefined) await writeFile(join(folder, 'answer.csv'), csv)
    const { value } = outcome.answer
    if (value.kind === 'frame') await writeFile(join(folder, 'answer.arrow'), value.frame.arrow)
    for (const [at, figure] of outcome.answer.figures.entries()) {
      const { name, content } = await services.chartFile(figure)
      await writeFile(join(folder, `chart-${at + 1}.${name}`), content)
    }
  } catch (cause) {
    const isFull = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC'
    throw new CordonError(isFull ? 'disk-full' : 'usage', `Cannot write to ${folder}.`, {
      help: 'The run itself is recorded. Name another folder with --out and run again.',
      cause,
    })
  }
}
