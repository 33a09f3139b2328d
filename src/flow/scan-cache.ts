import { createHash, randomBytes } from 'node:crypto'
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { InspectPolicy } from '../inspect/config.ts'
import type { ScannedText } from './scanned.ts'

/** Results of earlier scans by the SHA-256 of the source. Never throws: what can't be kept is worked out again. */
export interface ScanCache {
  readonly read: (key: string) => ScannedText | undefined
  readonly write: (key: string, text: ScannedText) => void
}

/**
 * A name for everything besides the source that a result depends on: the policy, and the code that makes results,
 * known by version, and by sizes and times of its files so that no change of it goes unseen.
 */
export function cacheGeneration(policy: InspectPolicy, version: string): string {
  const hash = createHash('sha256').update(JSON.stringify([formatVersion, version, policy]))
  for (const room of ['kernel', 'python', 'inspect', 'flow']) {
    const folder = fileURLToPath(new URL(`../${room}/`, import.meta.url))
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      const { size, mtimeMs } = statSync(join(folder, file))
      hash.update(`${room}/${file} ${size} ${mtimeMs}\n`)
    }
  }
  return hash.digest('hex').slice(0, 32)
}

/** Opens the cache of one generation, and once a day removes what nobody has used for a month. */
export function openScanCache(folder: string, generation: string): ScanCache | undefined {
  const own = join(folder, generation)
  try {
    mkdirSync(own, { recursive: true, mode: 0o700 })
    sweep(folder, own)
  } catch {
    return undefined
  }
  const pathOf = (key: string) => join(own, key.slice(0, 2), `${key.slice(2)}.json`)
  return {
    read: (key) => readEntry(pathOf(key)),
    write: (key, text) => writeEntry(pathOf(key), text),
  }
}

const formatVersion = 1
const dayMs = 24 * 60 * 60 * 1000
const keptMs = 30 * dayMs

function readEntry(path: string): ScannedText | undefined {
  try {
    const entry = readFileSync(path, 'utf8')
    const digest = entry.slice(0, digestLength)
    const body = entry.slice(digestLength)
    // Whatever passes was written by `writeEntry` of this very generation, so its shape is known.
    return digest === digestOf(body) ? (JSON.parse(body) as ScannedText) : undefined
  } catch {
    return undefined
  }
}

/** In one step, so that neither a crash nor another scan at the same time shows half an entry. */
function writeEntry(path: string, text: ScannedText): void {
  const body = JSON.stringify(text)
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  try {
    mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 })
    writeFileSync(draft, digestOf(body) + body, { mode: 0o600 })
    renameSync(draft, path)
  } catch {
    rmSync(draft, { force: true })
  }
}

const digestLength = 64

function digestOf(body: string): string {
  return createHash('sha256').update(body).digest('hex')
}

/** The time of the folder says when it was swept last, the time of an entry when it was written. */
function sweep(folder: string, own: string): void {
  const now = Date.now()
  const marker = join(folder, 'swept')
  const swept = statSync(marker, { throwIfNoEntry: false })
  utimesSync(own, new Date(now), new Date(now))
  if (swept && now - swept.mtimeMs < dayMs) return
  writeFileSync(marker, '')
  for (const generation of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, generation.name)
    if (!generation.isDirectory()) continue
    if (now - statSync(path).mtimeMs > keptMs) rmSync(path, { recursive: true, force: true })
  }
  for (const file of readdirSync(own, { recursive: true, encoding: 'utf8' })) {
    const path = join(own, file)
    const seen = statSync(path, { throwIfNoEntry: false })
    if (seen?.isFile() && now - seen.mtimeMs > keptMs) rmSync(path, { force: true })
  }
}
