#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { Script } from 'node:vm'

// V8 optimises a function only after it ran this much. By default it does so twelve times sooner, and then a scan of ten
// megabytes spends half of its CPU time on compiling again and again what is called with ever new kinds of nodes.
// `scripts/keep-code.mjs` sets the same, since V8 takes no code that was compiled under other flags.
setFlagsFromString('--interrupt-budget=800000')

// Runs the joined command line, one function in a file, from the code that V8 compiled when it was built and that lies
// beside it; where V8 is another one now it compiles anew, which takes it some 100 ms.
const main = fileURLToPath(new URL('./main.js', import.meta.url))
const cachedData = kept(`${main}.cache`)
const script = new Script(readFileSync(main, 'latin1'), {
  filename: main,
  ...(cachedData && { cachedData }),
})
const module = { exports: {} }
script.runInThisContext()(module.exports, createRequire(main), module, main, dirname(main))

function kept(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
