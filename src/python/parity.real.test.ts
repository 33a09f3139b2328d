import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { canonicalTree } from '../../bench/front-end/canonical.mjs'
import { askPython, describePython } from '../../bench/front-end/cpython.mjs'
import { checkModule } from './checks.ts'
import { decodeSource } from './decode.ts'
import { parseModule } from './parse.ts'

const python = 'python3'
const sampleSize = 300
const description = await describePython(python)

test('300 files of the standard library have the tree that this Python gives them', async () => {
  const files = sample([...pythonFiles(description.library)].sort())
  expect(files.length).toBe(sampleSize)
  const answers: string[] = []
  for await (const answer of askPython(python, files, true)) answers.push(answer)
  const different = files.filter((file, index) => ours(file) !== answers[index])
  expect(different).toEqual([])
})

test('files that compile have no faults of compiling', () => {
  for (const file of sample([...pythonFiles(description.library)].sort())) {
    const text = read(file)
    const { module, errors } = parseModule(text ?? '')
    if (errors.length === 0) expect([file, checkModule(module)]).toEqual([file, []])
  }
})

test('small changes to a program are accepted or refused as this Python does', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cordon-parity-'))
  try {
    const texts = [...mutations()]
    const file = join(folder, 'texts.json')
    writeFileSync(file, JSON.stringify(texts))
    const code = [
      'import ast, json, sys, warnings',
      'warnings.simplefilter("ignore")',
      'def accepts(text):',
      '    try: ast.parse(text)',
      '    except (SyntaxError, ValueError): return False',
      '    return True',
      'print(json.dumps([accepts(text) for text in json.load(open(sys.argv[1]))]))',
    ]
    const answers = execFileSync(python, ['-c', code.join('\n'), file], { encoding: 'utf8' })
    const accepted: readonly boolean[] = JSON.parse(answers)
    const different = texts.filter(
      (text, index) => (parseModule(text).errors.length === 0) !== accepted[index],
    )
    expect(different).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

function ours(file: string): string {
  const text = read(file)
  if (text === null) return 'unreadable'
  const result = parseModule(text)
  const [minor = 0] = description.version.slice(1)
  const fault = result.errors[0]
  if (fault !== undefined) return `error ${fault.message}`
  return `tree ${canonicalTree(text, result, minor >= 12)}`
}

function read(file: string): string | null {
  const decoded = decodeSource(readFileSync(file))
  return decoded.ok ? decoded.text.replace(/^\ufeff/, '') : null
}

/** The same files in every run, from all over the list. */
function sample(files: readonly string[]): readonly string[] {
  const step = Math.max(1, Math.floor(files.length / sampleSize))
  return files.filter((_, index) => index % step === 0).slice(0, sampleSize)
}

function* pythonFiles(folder: string): Generator<string> {
  const skipped = new Set(['site-packages', 'dist-packages', 'test', 'lib2to3'])
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && !skipped.has(entry.name)) yield* pythonFiles(path)
    else if (entry.isFile() && entry.name.endsWith('.py')) yield path
  }
}

const program = `def f(a, /, b=1, *c, d, **e) -> int:
    return [i for i in x if i], {**a, 'k': b[1:2]}, not c
with open(a) as b, c: pass
try:
    x = y = lambda k: (yield)
except (A, B) as e:
    del a.b, c[0]
else:
    for a, *b in c: x += 1
class A(B, m=C): x: int = 1
print(a, *b, c=1, **d) if a or b and c < d is not e else (f := g)
`

/** The program with one token less, or one token twice, or two exchanged. */
function* mutations(): Generator<string> {
  const words = program.split(/(\w+|[^\w\s]|\s+)/).filter((word) => word !== '')
  for (let at = 0; at < words.length; at++) {
    const [word = '', next = ''] = words.slice(at, at + 2)
    const before = words.slice(0, at)
    const after = words.slice(at + 1)
    yield [...before, ...after].join('')
    yield [...before, word, word, ...after].join('')
    yield [...before, next, word, ...words.slice(at + 2)].join('')
  }
}
