#!/usr/bin/env node
/**
 * Copies the rules' Markdown pages into modules, so that they can be shown without reading files: `pages.ts` in the
 * folder of each family, and one list of them. Run after changing a page; a test fails where they differ.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const rules = new URL('../src/inspect/rules/', import.meta.url)
const families = readdirSync(rules, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()

for (const family of families) {
  const folder = new URL(`${family}/`, rules)
  const pages = readdirSync(folder).filter((file) => file.endsWith('.md'))
  const entries = pages.sort().map((file) => {
    const id = file.slice(0, -3)
    const key = id.includes('-') ? `'${id}'` : id
    const text = readFileSync(new URL(file, folder), 'utf8')
    return `  ${key}: \`${escaped(text)}\`,`
  })
  write(
    new URL('pages.ts', folder),
    `export const pages: Readonly<Record<string, string>> = {\n${entries.join('\n')}\n}\n`,
  )
}

const imports = families.map(
  (name) => `import { pages as ${camel(name)} } from './${name}/pages.ts'`,
)
const spread = families.map((name) => `  ...${camel(name)},`)
write(
  new URL('pages.ts', rules),
  `${imports.join('\n')}

/** The Markdown pages of all rules by the rule's name. */
export const pages: Readonly<Record<string, string>> = {
${spread.join('\n')}
}
`,
)

function write(file, text) {
  writeFileSync(file, `// Written by scripts/rule-pages.mjs.\n${text}`)
}

/** As the inside of a template literal, with invisible characters spelled out. */
function escaped(text) {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('`', '\\`')
    .replaceAll('${', '\\${')
    .replaceAll(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, (char) => {
      return `\\u${char.charCodeAt(0).toString(16)}`
    })
}

function camel(name) {
  return name.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase())
}
