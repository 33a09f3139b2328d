import type { Finding } from '../kernel/finding.ts'
import type { FileReport } from './report.ts'

/**
 * A name for each finding of a file by which it is recognised when lines have moved: 16 hexadecimal digits over the rule,
 * the line it begins on without its spacing, and which of equal ones it is. No digest to trust: it only tells apart.
 */
export function fingerprintsOf(file: FileReport): ReadonlyMap<Finding, string> {
  const seen = new Map<string, number>()
  const names = new Map<Finding, string>()
  for (const finding of inOrder(file)) {
    const line = file.lineText(finding.span.line).slice(0, longestLine).replaceAll(/\s+/g, '')
    const plain = hash(`${finding.rule}\n${line}`)
    const count = seen.get(plain) ?? 0
    seen.set(plain, count + 1)
    names.set(finding, count === 0 ? plain : hash(`${plain}\n${count}`))
  }
  return names
}

const longestLine = 1000

/** Suppressed ones count too, so that a suppression renames none of its neighbours. */
function inOrder({ findings, suppressed = [] }: FileReport): readonly Finding[] {
  if (suppressed.length === 0) return findings
  return [...findings, ...suppressed.map(({ finding }) => finding)].sort(
    (a, b) => a.span.start - b.span.start || a.span.end - b.span.end,
  )
}

/** Two FNV-1a hashes (Fowler, Noll, Vo) of 32 bits side by side, one of them from another start. */
function hash(text: string): string {
  return fnv1a(text, 0x811c9dc5) + fnv1a(text, 0x9747b28c)
}

function fnv1a(text: string, start: number): string {
  let value = start
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    value = Math.imul(value ^ (code & 0xff), 0x01000193)
    value = Math.imul(value ^ (code >>> 8), 0x01000193)
  }
  return (value >>> 0).toString(16).padStart(8, '0')
}
