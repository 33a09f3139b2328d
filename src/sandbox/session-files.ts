import { CordonError } from '../kernel/errors.ts'
import type { JobReport } from './port.ts'

/** A relative path inside the working folder. Throws `usage` for any other text (CWE-22). */
export function safeName(name: string): string {
  const parts = name.split('/')
  const isSafe =
    name.length <= maxName &&
    parts.length <= maxDepth &&
    parts.every((part) => /^[\p{L}\p{N}_ ()+,.=@-]{1,100}$/u.test(part) && !/^\.{1,2}$/.test(part))
  if (isSafe) return name
  throw new CordonError(
    'usage',
    `${JSON.stringify(name.slice(0, maxName))} is no usable file name.`,
    {
      help: 'Use a relative path of letters, digits, spaces and ( ) + , - . = @ _.',
    },
  )
}

/** Reads a listing that a session's child gave; what no caller could use as a file name is left out. */
export function filesOf(report: JobReport): ReadonlyMap<string, number> {
  if (report.status === 'failed') {
    const message = `Cannot list the files of the session: ${report.failure.message}`
    throw new CordonError('sandbox-broken', message)
  }
  const { value } = report.answer
  const listed = value.kind === 'json' && typeof value.value === 'object' ? value.value : {}
  const files = new Map<string, number>()
  for (const [name, size] of Object.entries(listed ?? {})) {
    if (files.size >= maxFiles) break
    if (isUsable(name) && typeof size === 'number' && size >= 0) files.set(name, size)
  }
  return files
}

const maxName = 255
const maxDepth = 8
const maxFiles = 1000

function isUsable(name: string): boolean {
  try {
    return safeName(name) === name
  } catch {
    return false
  }
}
