import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import type { InspectPolicy } from '../inspect/config.ts'
import { createFinder } from '../inspect/inspect.ts'
import { rules } from '../inspect/rules/index.ts'
import { suppress } from '../inspect/suppressions.ts'
import type { Finding } from '../kernel/finding.ts'
import { decodeSource } from '../python/decode.ts'
import { linesOf } from '../report/report.ts'
import { readFaultOf } from './read-fault.ts'
import type { ScanCache } from './scan-cache.ts'
import type { ScannedFile, ScannedText } from './scanned.ts'

/** Longer files are not read. */
export const maxFileBytes = 50 * 1024 * 1024

/** A scan of single files under one policy, with results of earlier scans where they are kept. Never throws. */
export function createFileScan(
  policy: InspectPolicy,
  cache: ScanCache | undefined,
): (path: string) => ScannedFile {
  const scanText = createTextScan(policy)
  return (path) => {
    try {
      const bytes = readBounded(path)
      if (bytes === undefined) {
        return failed(`It is larger than ${maxFileBytes / (1024 * 1024)} MB.`)
      }
      const key = cache && createHash('sha256').update(bytes).digest('hex')
      const kept = key === undefined ? undefined : cache?.read(key)
      if (kept) return { status: 'scanned', text: kept }
      const text = scanText(bytes)
      if (key !== undefined) cache?.write(key, text)
      return { status: 'scanned', text }
    } catch (cause) {
      return failed(messageOf(cause))
    }
  }
}

/** A scan of single texts under one policy: findings, heard suppressions, and the lines to show. */
export function createTextScan(policy: InspectPolicy): (source: Uint8Array) => ScannedText {
  const find = createFinder(policy)
  return (source) => {
    const seen = find(withoutMark(source))
    const heard = suppress(seen, { policy, rules })
    return { ...heard, lines: linesToShow(seen.text, heard.findings) }
  }
}

/** Columns and offsets are counted without a byte order mark, as editors and SARIF count them. */
function withoutMark(source: Uint8Array): string | Uint8Array {
  if (source[0] !== 0xef || source[1] !== 0xbb || source[2] !== 0xbf) return source
  const decoded = decodeSource(source)
  return decoded.ok ? decoded.text.replace(/^\ufeff/, '') : source
}

function linesToShow(text: string, findings: readonly Finding[]): Readonly<Record<number, string>> {
  const lines: Record<number, string> = {}
  if (findings.length === 0) return lines
  const lineText = linesOf(text)
  for (const { span } of findings) {
    for (const line of [span.line - 1, span.line]) if (line > 0) lines[line] ??= lineText(line)
  }
  return lines
}

/** The bytes of a regular file, or undefined where there are too many; throws as the file system does. */
function readBounded(path: string): Uint8Array | undefined {
  // Without O_NONBLOCK a pipe that took the file's place would be waited for.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const seen = fstatSync(file)
    if (!seen.isFile()) throw new NoFile()
    return seen.size > maxFileBytes ? undefined : readFileSync(file)
  } finally {
    closeSync(file)
  }
}

class NoFile extends Error {}

function messageOf(cause: unknown): string {
  if (cause instanceof NoFile) return 'It is no regular file.'
  if (cause instanceof Error && 'syscall' in cause) return readFaultOf(cause).message
  const what = cause instanceof Error ? cause.name : 'an unknown fault'
  return `Cordon failed on it (${what}). Please report this as a fault of Cordon.`
}

function failed(message: string): ScannedFile {
  return { status: 'failed', message }
}
