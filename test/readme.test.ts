import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { commands } from '../src/surfaces/cli/commands.ts'

const root = resolve(import.meta.dirname, '..')
const read = (name: string) => readFileSync(join(root, name), 'utf8')

test('every command that the README names exists', () => {
  const named = [
    ...read('README.md').matchAll(/(?:npx|\$) cordon ((?:(?:ledger|data|access) )?[a-z]+)/g),
  ].map((match) => match[1])
  expect(named.length).toBeGreaterThan(6)
  const known = commands.map(({ name }) => name)
  expect(named.filter((name) => name === undefined || !known.includes(name))).toEqual([])
})

test('every npm script that a page names exists', () => {
  const { scripts } = JSON.parse(read('package.json'))
  const pages = ['README.md', 'CONTRIBUTING.md'].map(read).join('\n')
  const named = [...pages.matchAll(/npm (?:run )?(demo|test|check|bench|build|fix)\b/g)]
  expect(named.map((match) => match[1]).filter((name) => !(String(name) in scripts))).toEqual([])
})

test.each(['README.md', 'ARCHITECTURE.md', 'SECURITY.md', 'CONTRIBUTING.md'])(
  'what %s links to is there',
  (page) => {
    const links = [...read(page).matchAll(/(?:\]\(|src=")([^)"#]+)/g)].map(
      (match) => match[1] ?? '',
    )
    const local = links.filter((link) => !link.includes('://'))
    for (const link of local) {
      const path = join(root, link)
      expect(
        () => (link.endsWith('/') ? readdirSync(path) : readFileSync(path)),
        link,
      ).not.toThrow()
    }
  },
)

test('the rooms of ARCHITECTURE.md are the folders of src', () => {
  const named = [...read('ARCHITECTURE.md').matchAll(/^\| `([a-z]+)` +\|/gm)].map(
    (match) => match[1],
  )
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true })
  expect(named.sort()).toEqual(
    folders.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort(),
  )
})
