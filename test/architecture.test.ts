import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

/** What each room of `src` may import; every room may import itself. `index.ts` is the published entry. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  python: ['kernel'],
  inspect: ['kernel', 'python'],
  report: ['kernel', 'python', 'inspect'],
  decide: ['kernel'],
  data: ['kernel'],
  sandbox: ['kernel'],
  egress: ['kernel'],
  ledger: ['kernel'],
  flow: ['kernel', 'python', 'inspect', 'report', 'decide', 'data', 'sandbox', 'egress', 'ledger'],
  api: [
    'kernel',
    'python',
    'inspect',
    'report',
    'decide',
    'data',
    'sandbox',
    'egress',
    'ledger',
    'flow',
  ],
  surfaces: [
    'kernel',
    'python',
    'inspect',
    'report',
    'decide',
    'data',
    'sandbox',
    'egress',
    'ledger',
    'flow',
    'api',
  ],
  'index.ts': ['kernel', 'inspect', 'ledger', 'flow', 'surfaces'],
}

/** Rooms that also run in a browser: nothing of Node. */
const pureRooms = new Set(['kernel', 'python', 'inspect', 'report', 'decide'])
/** The only files that touch the environment: the one that reads it, and the one that plants a secret in it for attacks to find. */
const environmentFiles = ['surfaces/config.ts', 'sandbox/conformance/witness.ts']

const src = resolve(import.meta.dirname, '../src')
const files = sourceFiles(src)
const importsOf = new Map(files.map((file) => [file, specifiers(read(file))]))

describe('the house', () => {
  test('every room of src is known here', () => {
    const rooms = new Set(files.map(roomOf))
    expect([...rooms].filter((room) => !(room in mayImport))).toEqual([])
  })

  test.each(files)('%s imports only what its room may', (file) => {
    const room = roomOf(file)
    const wrong = localImports(file).filter((target) => {
      const targetRoom = roomOf(target)
      return targetRoom !== room && !mayImport[room]?.includes(targetRoom)
    })
    expect(wrong).toEqual([])
  })

  test.each(files.filter((file) => pureRooms.has(roomOf(file))))('%s is pure', (file) => {
    const ofNode = (importsOf.get(file) ?? []).filter(
      (name) => name.startsWith('node:') || builtinModules.includes(name.split('/')[0] ?? ''),
    )
    expect(ofNode).toEqual([])
    expect(codeOf(read(file))).not.toMatch(/\bprocess\.|\bBuffer\b|\brequire\(/)
  })

  test.each(files.filter((file) => !environmentFiles.includes(file)))(
    '%s reads no environment variable',
    (file) => {
      expect(read(file)).not.toMatch(/process\.env\b/)
    },
  )

  test('no file imports itself in a circle', () => {
    expect(findCycle()).toEqual([])
  })

  test('these checks see what they look for', () => {
    expect(specifiers("import { a } from './a.ts'\nexport * from '../b/c.ts'")).toEqual([
      './a.ts',
      '../b/c.ts',
    ])
    expect(specifiers("const x = await import('node:fs')\nimport 'yaml'")).toEqual([
      'node:fs',
      'yaml',
    ])
    expect(specifiers("import type {\n  A,\n  B,\n} from './types.ts'")).toEqual(['./types.ts'])
  })
})

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort()
}

function read(file: string): string {
  return readFileSync(join(src, file), 'utf8')
}

/** The text without what stands in strings, templates and comments. */
function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g, '')
}

function roomOf(file: string): string {
  return file.split('/')[0] ?? file
}

function specifiers(text: string): string[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*'([^']+)'|(?:^|\n)\s*import\s*'([^']+)'|\bimport\(\s*'([^']+)'/g
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
}

function localImports(file: string): string[] {
  return (importsOf.get(file) ?? [])
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(src, resolve(src, dirname(file), name)))
}

function findCycle(): string[] {
  const done = new Set<string>()
  const path: string[] = []
  const visit = (file: string): string[] => {
    const at = path.indexOf(file)
    if (at >= 0) return [...path.slice(at), file]
    if (done.has(file)) return []
    path.push(file)
    for (const target of localImports(file)) {
      const cycle = visit(target)
      if (cycle.length > 0) return cycle
    }
    path.pop()
    done.add(file)
    return []
  }
  for (const file of files) {
    const cycle = visit(file)
    if (cycle.length > 0) return cycle
  }
  return []
}
