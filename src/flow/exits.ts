import type { AnswerColumn } from '../data/group-size.ts'
import { levelOf } from '../decide/decide.ts'
import type { Answer, Figure } from '../kernel/answer.ts'
import type { GrantedDataset } from '../kernel/grant.ts'
import { isJsonObject, type Json } from '../kernel/json.ts'
import type { Failure } from '../kernel/outcome.ts'
import type { Corridor } from './corridor.ts'
import type { Passage } from './evidence.ts'
import { longestList, plotlyFigures } from './plotly-figures.ts'
import { type Released, release } from './release.ts'
import type { GovernedSource } from './source.ts'
import { svgTexts } from './svg-texts.ts'
import { frameTexts, numbersIn, redact, textsIn } from './texts.ts'

/** What an answer passes on its way out. */
export interface Exit {
  readonly passage: Passage
  readonly corridor: Corridor
  /** The request that each of the grants was made by. */
  readonly sources: readonly GovernedSource[]
  readonly grants: readonly GrantedDataset[]
  readonly signal: AbortSignal
}

/** What leaves, or why it may not. */
export type Passed =
  | { readonly status: 'released'; readonly released: Released }
  | { readonly status: 'withheld'; readonly message: string }

/**
 * Lets an answer out: within the caps of its datasets, of groups large enough where the caller may only aggregate, and with no
 * value of a protected column in it. Such values are blotted out of standard output; in the answer itself they withhold it.
 */
export async function passAnswer(answer: Answer, exit: Exit): Promise<Passed> {
  const { loadArrow } = exit.corridor
  const released = await release(answer, loadArrow)
  const value = answeredValue(released.json)
  const frame = answer.value.kind === 'frame' ? answer.value.frame : undefined
  const drawn = plotlyFigures(answer.figures)
  const texts = [
    ...(frame ? frameTexts(frame, await loadArrow()) : textsIn(value)),
    ...drawn.flatMap(textsIn),
    ...answer.figures.flatMap(svgTexts),
  ]
  const rows = Math.max(rowCountOf(value), ...drawn.map(longestList))
  const bytes = Math.max(released.evidence.bytes, frame?.arrow.length ?? 0)
  const message =
    overCap({ rows, bytes }, exit) ??
    tooLarge(released, exit) ??
    tooOpen(answer.figures, exit) ??
    (await tooFew(value, exit)) ??
    (await secretIn(texts, exit))
  if (message !== undefined) return { status: 'withheld', message }
  const { stdout, stderr } = await passTexts({ stdout: answer.stdout, stderr: answer.stderr }, exit)
  if (stdout === answer.stdout && stderr === answer.stderr) return { status: 'released', released }
  return { status: 'released', released: await release({ ...answer, stdout, stderr }, loadArrow) }
}

/**
 * True where nothing has to be held back from the caller, so that files and live output may leave without being looked at:
 * the caller may read every dataset, none has caps, and none has columns that are masked or left out.
 */
export function mayLeaveUnseen(exit: Exit): boolean {
  const { sources, grants } = exit
  const isCapped = sources.some(
    ({ policy: { release: caps } }) => caps.maxRows !== undefined || caps.maxBytes !== undefined,
  )
  const isWhole = grants.every(
    ({ columns, removedColumns }) =>
      removedColumns.length === 0 && columns.every(({ mask }) => mask === 'none'),
  )
  return onlyAggregates(exit).length === 0 && !isCapped && isWhole
}

/** Texts without values of protected columns; nothing of them where the caller may only aggregate. */
export async function passTexts<Name extends string>(
  texts: Readonly<Record<Name, string>>,
  exit: Exit,
): Promise<Record<Name, string>> {
  const entries = Object.entries<string>(texts)
  const all = entries.map(([, text]) => text)
  const secrets = onlyAggregates(exit).length > 0 ? undefined : await secretsIn(all, exit)
  const passed = entries.map(([name, text]) => [name, secrets ? without(secrets, text) : ''])
  return Object.fromEntries(passed) as Record<Name, string>
}

/**
 * A text with protected values blotted out. What holds many is withheld as a whole: else a list of guesses would show which of
 * them are right.
 */
function without(secrets: readonly string[], text: string): string {
  const isProbing = new Set(secrets.map((word) => word.toLowerCase())).size > mostBlotted
  return isProbing && text !== '' ? '[protected]' : redact(text, secrets)
}

const mostBlotted = 3

/** A failure as the caller may learn of it. */
export async function passFailure(failure: Failure, exit: Exit): Promise<Failure> {
  if (failure.kind !== 'error') {
    const { message } = await passTexts({ message: failure.message }, exit)
    return { ...failure, message: message || 'No more is told to who may only aggregate.' }
  }
  const { message, traceback } = failure
  return { ...failure, ...(await passTexts({ message, traceback }, exit)) }
}

function answeredValue(json: Json): Json {
  return isJsonObject(json) ? (json['value'] ?? null) : null
}

/** Whether all groups are large enough cannot be told of a table whose rows are not there to look at. */
function tooLarge({ isLarge }: Released, exit: Exit): string | undefined {
  const [source] = isLarge ? onlyAggregates(exit) : []
  return (
    source &&
    `The answer is a table of more than a million cells, which is no aggregate of ${source.name}.`
  )
}

/** A figure that holds its data as values shows single rows; in a drawing they cannot even be counted. */
function tooOpen(figures: readonly Figure[], exit: Exit): string | undefined {
  const closed = (format: Figure['format'], sources: readonly GovernedSource[]) =>
    figures.some((figure) => figure.format === format) ? sources[0] : undefined
  const plotly = closed('plotly', onlyAggregates(exit))
  if (plotly !== undefined) {
    return `The answer has a plotly figure, which may hold single rows of ${plotly.name}; draw with matplotlib.`
  }
  const counted = exit.sources.filter(({ policy }) => policy.release.maxRows !== undefined)
  const svg = closed('svg', [...onlyAggregates(exit), ...counted])
  return (
    svg && `The answer has an SVG figure, which may hold single rows of ${svg.name}; ask for PNG.`
  )
}

function overCap(
  { rows, bytes }: { readonly rows: number; readonly bytes: number },
  { sources }: Exit,
): string | undefined {
  for (const { name, policy } of sources) {
    const { maxRows, maxBytes } = policy.release
    if (maxRows !== undefined && rows > maxRows) {
      return `The answer has ${rows} rows, and at most ${maxRows} may leave of ${name}.`
    }
    if (maxBytes !== undefined && bytes > maxBytes) {
      return `The answer has ${bytes} bytes, and at most ${maxBytes} may leave of ${name}.`
    }
  }
  return undefined
}

function rowCountOf(value: Json): number {
  if (!isJsonObject(value)) return 1
  if (value['kind'] === 'frame') return Number(value['rowCount'])
  const inner = value['value']
  if (Array.isArray(inner)) return inner.length
  return isJsonObject(inner) ? Object.keys(inner).length : 1
}

/** Datasets that the caller may only aggregate. */
function onlyAggregates({ passage, corridor, sources }: Exit): readonly GovernedSource[] {
  const { principal } = passage.request
  const { accesses } = passage.examination
  return sources.filter(({ name }) => {
    const access = accesses.find((one) => one.name === name)
    return !access || levelOf(access, principal, corridor.policy.roles) !== 'read'
  })
}

async function tooFew(value: Json, exit: Exit): Promise<string | undefined> {
  const { corridor, grants } = exit
  for (const source of onlyAggregates(exit)) {
    const least = source.policy.release.minGroup
    const message = `The answer may speak of fewer than ${least} rows of ${source.name}; leave small groups out.`
    const granted = grants.find(({ name }) => name === source.name)?.rowCount ?? 0
    const rows = isJsonObject(value) && value['kind'] === 'frame' ? rowCountOf(value) : 1
    if (Math.max(1, rows) * least > granted || isLarge(value)) return message
    if (await corridor.governor.hasSmallGroup(source, answerColumns(value), least)) return message
  }
  return undefined
}

/** A table that stands in the JSON without its rows. */
function isLarge(value: Json): boolean {
  return isJsonObject(value) && value['kind'] === 'frame' && value['rows'] === undefined
}

/** A table's columns; of any other answer one column of all its texts and one of all its numbers. */
function answerColumns(value: Json): AnswerColumn[] {
  if (!isJsonObject(value)) return []
  const { kind, columns, rows } = value
  if (kind !== 'frame' || !Array.isArray(columns) || !Array.isArray(rows)) {
    const held = value['value'] ?? null
    return [
      { name: '', isLabel: true, values: textsIn(held) },
      { name: '', isLabel: false, values: numbersIn(held).map(String) },
    ]
  }
  return columns.map((column, index) => ({
    name: isJsonObject(column) ? String(column['name']) : '',
    isLabel:
      isJsonObject(column) && !['number', 'integer', 'duration'].includes(String(column['type'])),
    values: rows.map((row) => {
      const cell = Array.isArray(row) ? row[index] : null
      return cell === null || cell === undefined ? null : String(cell)
    }),
  }))
}

async function secretIn(texts: readonly string[], exit: Exit): Promise<string | undefined> {
  const found = await secretsIn(texts, exit)
  if (found.length === 0) return undefined
  return 'The answer holds values of a column that the caller may not see.'
}

async function secretsIn(
  texts: readonly string[],
  { corridor, sources, signal }: Exit,
): Promise<readonly string[]> {
  const written = texts.filter((text) => text !== '')
  if (written.length === 0) return []
  const found = await Promise.all(
    sources.map((source) => corridor.governor.findProtected({ ...source, signal }, written)),
  )
  return found.flat()
}
