/** What a run may use at most. Every limit that is hit has an error of its own. */
export interface Limits {
  readonly wallMs: number
  readonly cpuMs: number
  readonly memoryBytes: number
  readonly processes: number
  readonly openFiles: number
  /** Largest single file, and all of the private file system together. */
  readonly fileBytes: number
  readonly diskBytes: number
  /** stdout and stderr together. */
  readonly outputBytes: number
  /** The typed result with its figures, as it leaves the sandbox. */
  readonly resultBytes: number
  /** Rounds of all loops in the script's own code; only counted where it is asked for, because counting costs time. */
  readonly iterations?: number
}

export type LimitName = keyof Limits

const MiB = 1024 * 1024

export const defaultLimits: Limits = {
  wallMs: 30_000,
  cpuMs: 30_000,
  memoryBytes: 512 * MiB,
  processes: 64,
  openFiles: 256,
  fileBytes: 64 * MiB,
  diskBytes: 64 * MiB,
  outputBytes: MiB,
  resultBytes: 64 * MiB,
}

/** What a run has used. */
export interface Usage {
  readonly wallMs: number
  readonly cpuMs: number
  /** The two parts of `cpuMs`, where the kernel tells them apart: in the code, and in the kernel on its behalf. */
  readonly cpuUserMs?: number
  readonly cpuSystemMs?: number
  readonly peakMemoryBytes: number
  /** Granted files that it was handed. */
  readonly inputBytes?: number
  /** What it wrote to private files and left there, and how many of its calls were refused, as its own process tells. */
  readonly writtenBytes?: number
  readonly deniedCalls?: number
  readonly outputBytes: number
  readonly resultBytes: number
}

/** Reads `30s`, `500ms`, `5m` or a bare number of seconds as milliseconds; undefined where it is none of these. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$/.exec(text.trim())
  if (!match) return undefined
  const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[match[2] ?? 's'] ?? 1000
  const ms = Math.round(Number(match[1]) * unitMs)
  return ms > 0 && Number.isSafeInteger(ms) ? ms : undefined
}

/** Reads `512MB`, `1GiB`, `64k` or a bare number of bytes as bytes (K, M and G count by 1,024); else undefined. */
export function parseBytes(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([kmg]?)(?:i?b)?$/i.exec(text.trim())
  if (!match) return undefined
  const unit = { '': 1, k: 1024, m: MiB, g: 1024 * MiB }[(match[2] ?? '').toLowerCase()] ?? 1
  const bytes = Math.round(Number(match[1]) * unit)
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : undefined
}

/** A limit's value as a person reads it: `30 s`, `512 MiB`, `64`. */
export function formatLimit(name: LimitName, value: number): string {
  if (name.endsWith('Ms')) return value % 1000 === 0 ? `${value / 1000} s` : `${value} ms`
  return name.endsWith('Bytes') ? formatBytes(value) : String(value)
}

/** `1.5 MiB`, `12 KiB`, `7 B`. */
export function formatBytes(bytes: number): string {
  if (bytes >= 1024 * MiB) return `${round(bytes / (1024 * MiB))} GiB`
  if (bytes >= MiB) return `${round(bytes / MiB)} MiB`
  return bytes >= 1024 ? `${round(bytes / 1024)} KiB` : `${bytes} B`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
