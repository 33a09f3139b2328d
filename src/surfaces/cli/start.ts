#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Script } from 'node:vm'

// Runs the joined command line, one function in a file, from the code that V8 compiled when it was built and that lies
// beside it; where V8 is another one now it compiles anew, which takes it some 100 ms.
const main = fileURLToPath(new URL('./main.js', import.meta.url))
const cachedData = kept(`${main}.cache`)
const script = new Script(readFileSync(main, 'utf8'), {
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
