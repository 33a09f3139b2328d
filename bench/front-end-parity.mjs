import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decodeSource } from '../dist/python/decode.js'
import { parseModule } from '../dist/python/parse.js'
import { canonicalTree } from './front-end/canonical.mjs'
import { askPython, describePython } from './front-end/cpython.mjs'

const goalPercent = 99.9

/** Parses every file of a Python's standard library, tests included, and compares trees and refusals with CPython's. */
export async function measureParity(python = 'python3', limit = Number.POSITIVE_INFINITY) {
  const { version, library } = await describePython(python)
  const hasFStringPositions = version[1] >= 12
  const files = [...pythonFiles(library)].sort().slice(0, limit)
  const disagreements = []
  let count = 0
  for await (const answer of askPython(python, files)) {
    const file = files[count++]
    const ours = ourAnswer(file, hasFStringPositions)
    if (!agrees(ours, answer)) {
      disagreements.push({
        file: file.slice(library.length + 1),
        ours: ours.answer,
        theirs: answer,
      })
    }
  }
  const percent = (100 * (count - disagreements.length)) / count
  return {
    name: 'front-end-parity',
    figures: [
      { name: 'files', value: count, unit: 'files', goal: '> 0', ok: count > 0 },
      {
        name: 'same tree or refusal',
        value: percent,
        unit: '%',
        goal: `>= ${goalPercent}`,
        ok: percent >= goalPercent,
      },
    ],
    disagreements,
  }
}

/** Our side of the comparison for one file. */
export function ourAnswer(file, hasFStringPositions) {
  const decoded = decodeSource(readFileSync(file))
  if (!decoded.ok) return { answer: `error ${decoded.line} ${decoded.message}` }
  const text = decoded.text.charCodeAt(0) === 0xfeff ? decoded.text.slice(1) : decoded.text
  const result = parseModule(text)
  const fault = result.errors[0]
  if (fault !== undefined) {
    return { answer: `error ${result.lines.lineOf(fault.start)} ${fault.message}` }
  }
  const tree = canonicalTree(text, result, hasFStringPositions)
  return { answer: `tree ${createHash('sha1').update(tree).digest('hex')}`, tree }
}

function agrees(ours, theirs) {
  const isRefused = ours.answer.startsWith('error')
  return isRefused ? theirs.startsWith('error') : ours.answer === theirs
}

function* pythonFiles(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && entry.name !== 'site-packages') yield* pythonFiles(path)
    else if (entry.isFile() && entry.name.endsWith('.py')) yield path
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const python = process.argv.slice(2).find((argument) => !argument.startsWith('--'))
  const result = await measureParity(python)
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(result)}\n`)
  else {
    for (const { file, ours, theirs } of result.disagreements) {
      process.stdout.write(`${file}\n  ours:   ${ours}\n  theirs: ${theirs}\n`)
    }
    for (const { name, value, unit, goal, ok } of result.figures) {
      process.stdout.write(`${ok ? 'ok ' : 'no '} ${name}: ${value} ${unit} (goal ${goal})\n`)
    }
  }
}
