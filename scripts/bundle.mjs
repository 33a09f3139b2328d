// Joins what tsc wrote into few files, so that a command does not read hundreds of them before it starts, and keeps what
// V8 compiles of the largest.
import { spawnSync } from 'node:child_process'
import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const bundle = `${dist}bundle`

// Names stay as they are, so that a stack trace says something.
const whitespace = { compress: false, mangle: false, codegen: { removeWhitespace: true } }

// Engines with binaries, and what only some answers need, stay packages of their own.
const packages = ['@duckdb/node-api', 'libsql', 'apache-arrow', 'postgres']

/** What only some commands need, in files of its own beside the command line. */
const apart = {
  '@marcbachmann/cel-js': 'cel.js',
  jose: 'jose.js',
  re2js: 're2.js',
  saxes: 'saxes.js',
  [`${dist}inspect/rules/pages.js`]: 'pages.js',
}

async function join(input, file, filesApart = {}) {
  const build = await rolldown({
    input,
    platform: 'node',
    external: [...packages, ...Object.keys(filesApart)],
  })
  await build.write({
    file: `${bundle}/${file}`,
    format: 'cjs',
    exports: 'named',
    paths: (name) => (filesApart[name] ? `./${filesApart[name]}` : name),
    codeSplitting: false,
    // V8 forgets of kept code what `import()` needs.
    dynamicImportInCjs: false,
    minify: whitespace,
  })
  await build.close()
}

/** Node runs a CommonJS module as a function; written out here, so that it can be compiled ahead. */
async function wrap(file) {
  const code = await readFile(file, 'utf8')
  const parameters = 'exports, require, module, __filename, __dirname'
  await writeFile(file, `(function (${parameters}) {${whenUsed}${escaped(loadWhenUsed(code))}\n})`)
}

/** In ASCII, of which V8 keeps and reads a byte a character; all others stand in texts and patterns. */
function escaped(code) {
  return code.replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Node loads these by itself before a program begins. */
const isLoaded = /^node:(?:fs|path|url|os|events|process|buffer)$/

/** Other parts of Node, and the files apart, are loaded when something of theirs is first used. */
function loadWhenUsed(code) {
  return code.replaceAll(
    /\b(let|const) ([\w$]+)=require\("(node:[^"]+|\.\/[^"]+)"\);/g,
    (whole, word, name, id) =>
      isLoaded.test(id) ? whole : `${word} ${name}=whenUsed(()=>require("${id}"));`,
  )
}

const whenUsed =
  'const whenUsed=(load)=>new Proxy({},{get:(_,name)=>load()[name],has:(_,name)=>name in load()});'

await rm(bundle, { recursive: true, force: true })
await join(`${dist}surfaces/cli/main.js`, 'main.js', apart)
await wrap(`${bundle}/main.js`)
for (const [input, file] of Object.entries(apart)) await join(input, file)
await join(`${dist}surfaces/cli/start.js`, 'cordon.js')
await chmod(`${bundle}/cordon.js`, 0o755)
await join(`${dist}flow/scan-worker.js`, 'scan-worker.js')
await join(`${dist}egress/gateway-process.js`, 'gateway-process.js')
await writeFile(`${bundle}/package.json`, '{ "type": "commonjs" }\n')
const keep = fileURLToPath(new URL('keep-code.mjs', import.meta.url))
const kept = spawnSync(process.execPath, [keep, `${bundle}/main.js`], { stdio: 'inherit' })
process.exitCode = kept.status ?? 1
