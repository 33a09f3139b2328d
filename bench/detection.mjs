import { judgeColumn } from '../dist/data/detect/column.js'
import { findSpans, spanFinder } from '../dist/data/detect/spans.js'
import { bareTexts, labelledColumns } from './detection/columns.mjs'
import { freeTexts } from './detection/people.mjs'
import { phoneCountries } from './detection/values.mjs'
import { atLeast, plain, timed } from './figures.mjs'

/** Kinds without check digits, for which there is no goal. */
const open = new Set(['us-ssn', 'uk-nino', 'ip-address', 'amount', 'spread', 'phone'])

/** Judges each column as a profile does, then counts the values that are found in its cells, kind by kind. */
export async function measure() {
  const columns = labelledColumns(20_260_101)
  const counts = new Map()
  const countries = new Map(phoneCountries.map((country) => [country, { found: 0, all: 0 }]))
  const ms = await timed(async () => {
    for (const column of columns) count(column, counts, countries)
  })
  const cells = columns.reduce((sum, column) => sum + column.cells.length, 0)
  const kinds = [...counts].filter(([, { found, missed }]) => found + missed > 0)
  return [
    atLeast('labelled cells', cells, { unit: 'cells', goal: 3000 }),
    plain('cells a second', cells / (ms / 1000), 'cells/s'),
    ...kinds.flatMap(([kind, tally]) => figuresOf(kind, tally)),
    ...[...countries].map(([country, { found, all }]) =>
      atLeast(`phones of ${country}, recall`, found / all, { unit: '', goal: 0.9 }),
    ),
    ...bareFigures(),
    ...freeTextFigures(),
    await hostile(),
  ]
}

function figuresOf(kind, { found, missed, wrong }) {
  const recall = found / (found + missed)
  const precision = found / (found + wrong)
  const [recallGoal, precisionGoal] = kind === 'phone' ? [0.9, 0.8] : [0.95, 0.95]
  if (open.has(kind) && kind !== 'phone') {
    return [plain(`${kind}, recall`, recall, ''), plain(`${kind}, precision`, precision, '')]
  }
  return [
    atLeast(`${kind}, recall`, recall, { unit: '', goal: recallGoal }),
    atLeast(`${kind}, precision`, precision, { unit: '', goal: precisionGoal }),
  ]
}

function count({ name, cells }, counts, countries) {
  const values = [...new Set(cells.map(({ text }) => text))]
  const kind = judgeColumn({ name, type: 'text', values }).kind?.kind
  const find = spanFinder({ name, ...(kind && { kind }) })
  for (const cell of cells) {
    const spans = find(cell.text)
    const right = spans.filter(
      ({ kind, start, end }) => kind === cell.kind && cell.text.slice(start, end) === cell.value,
    )
    for (const span of spans) if (!right.includes(span)) tallyOf(counts, span.kind).wrong++
    if (!cell.kind) continue
    tallyOf(counts, cell.kind)[right.length > 0 ? 'found' : 'missed']++
    const country = countries.get(cell.country)
    if (!country) continue
    country.all++
    country.found += Number(right.length > 0)
  }
}

function tallyOf(counts, kind) {
  if (!counts.has(kind)) counts.set(kind, { found: 0, missed: 0, wrong: 0 })
  return counts.get(kind)
}

/** How much is found where neither a name nor a word nearby helps. */
function bareFigures() {
  const find = spanFinder({ name: 'comment' })
  return bareTexts(7).map(({ cells }) => {
    const found = cells.filter(({ text, kind, value }) =>
      find(text).some((span) => span.kind === kind && text.slice(span.start, span.end) === value),
    )
    return plain(`${cells[0].kind} without any context, recall`, found.length / cells.length, '')
  })
}

/** Names and addresses in running text, for which there is no goal: no pattern knows every name. */
function freeTextFigures() {
  const find = spanFinder({ name: 'comment' })
  return freeTexts(11).flatMap(({ name, kind, cells }) => {
    let [found, wrong] = [0, 0]
    for (const { text, value } of cells) {
      const spans = find(text).filter((span) => span.kind === kind)
      const isFound = spans.some(
        ({ start, end }) => value && text.slice(start, end).includes(value),
      )
      found += Number(isFound)
      wrong += spans.length - Number(isFound)
    }
    const all = cells.filter(({ value }) => value).length
    return [
      plain(`${name}, recall`, found / all, ''),
      plain(`${name}, precision`, found / Math.max(1, found + wrong), ''),
    ]
  })
}

/** The slowest of some hostile texts of a megabyte. */
async function hostile() {
  const pieces = [
    '1',
    '1 ',
    '1-',
    '+1',
    'a@',
    'a.',
    'A1',
    '::',
    '1.',
    '(1)',
    'US',
    '4111 ',
    'é',
    'x@y.',
  ]
  let worst = 0
  for (const piece of pieces) {
    const text = piece.repeat(1_000_000 / piece.length)
    worst = Math.max(worst, await timed(async () => findSpans(text)))
  }
  return plain('slowest hostile megabyte', worst, 'ms')
}
