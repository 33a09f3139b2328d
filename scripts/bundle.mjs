// Joins what tsc wrote into few files, so that a command does not read hundreds of them before it starts.
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))

await rm(`${dist}bundle`, { recursive: true, force: true })
const build = await rolldown({
  input: { cordon: `${dist}surfaces/cli/main.js`, 'scan-worker': `${dist}flow/scan-worker.js` },
  platform: 'node',
  // Engines with binaries, and what only some answers need, stay packages of their own.
  external: ['@duckdb/node-api', 'libsql', 'apache-arrow'],
})
await build.write({ dir: `${dist}bundle`, format: 'esm', minify: false })
await build.close()
