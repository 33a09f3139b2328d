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

async function join(input, file) {
  const build = await rolldown({
    input: `${dist}${input}`,
    platform: 'node',
    // Engines with binaries, and what only some answers need, stay packages of their own.
    external: ['@duckdb/node-api', 'libsql', 'apache-arrow'],
  })
  await build.write({
    file: `${bundle}/${file}`,
    format: 'cjs',
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
  await writeFile(file, `(function (${parameters}) {${code}\n})`)
}

await rm(bundle, { recursive: true, force: true })
await join('surfaces/cli/main.js', 'main.js')
await wrap(`${bundle}/main.js`)
await join('surfaces/cli/start.js', 'cordon.js')
await chmod(`${bundle}/cordon.js`, 0o755)
await join('flow/scan-worker.js', 'scan-worker.js')
await join('egress/gateway-process.js', 'gateway-process.js')
await writeFile(`${bundle}/package.json`, '{ "type": "commonjs" }\n')
const keep = fileURLToPath(new URL('keep-code.mjs', import.meta.url))
const kept = spawnSync(process.execPath, [keep, `${bundle}/main.js`], { stdio: 'inherit' })
process.exitCode = kept.status ?? 1
