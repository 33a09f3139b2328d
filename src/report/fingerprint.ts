import type { LineIndex } from '../python/lines.ts'
import type { FileReport } from './report.ts'

/**
 * A name for each finding that stays when lines move: of the file's path, the rule, the marked line without its
 * spaces, and which of several such it is. Sixteen hexadecimal digits (FNV-1a, 64 bits); not a secret, no proof.
 */
export function fingerprints(
  { path, text, findings }: FileReport,
  lines: LineIndex,
): readonly string[] {
  const seen = new Map<string, number>()
  return findings.map(({ rule, span }) => {
    const line = text.slice(lines.startOf(span.line), lines.startOf(span.line + 1))
    const key = `${path}\n${rule}\n${line.replaceAll(/\s+/g, '')}`
    const count = seen.get(key) ?? 0
    seen.set(key, count + 1)
    return hash(`${key}\n${count}`)
  })
}

function hash(text: string): string {
  let value = 0xcbf29ce484222325n
  for (let i = 0; i < text.length; i++) {
    value ^= BigInt(text.charCodeAt(i))
    value = BigInt.asUintN(64, value * 0x100000001b3n)
  }
  return value.toString(16).padStart(16, '0')
}
