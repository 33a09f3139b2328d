import { closeSync, openSync } from 'node:fs'
import type { CordonError } from '../kernel/errors.ts'
import { exhaustionOf } from '../kernel/exhaustion.ts'

/** What to say where hardly a file can be opened any more, of which a database engine tells only that it failed. */
export function lackOfFiles(): CordonError | undefined {
  const opened: number[] = []
  try {
    while (opened.length < enoughFiles) opened.push(openSync('/dev/null', 'r'))
    return undefined
  } catch (cause) {
    return exhaustionOf(cause)
  } finally {
    for (const each of opened) closeSync(each)
  }
}

/** A database, its log, its shared memory and the folder of each, with some room. */
const enoughFiles = 12
