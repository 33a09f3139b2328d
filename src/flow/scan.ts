import type { InspectPolicy } from '../inspect/config.ts'
import type { Persona } from '../kernel/finding.ts'
import type { FileError, FileReport, Report } from '../report/report.ts'
import { cacheGeneration } from './scan-cache.ts'
import { scanWithCrew } from './scan-crew.ts'
import { findFiles } from './scan-files.ts'
import { maxFileBytes } from './scan-source.ts'
import type { ScannedFile } from './scanned.ts'

/** What to scan, and for whom. */
export interface ScanRequest {
  /** Files and folders, as the reader names them. */
  readonly paths: readonly string[]
  readonly persona: Persona
  /** Threads at most. */
  readonly jobs: number
  readonly usesCache: boolean
}

/** What a scan goes by. */
export interface ScanMeans {
  /** As configured for the gate. */
  readonly policy: InspectPolicy
  /** Where results of earlier scans are kept. */
  readonly cacheFolder: string
  readonly version: string
}

/** Scans files and folders without running anything; what can't be read is told and the rest is scanned all the same. */
export async function scan(
  { paths, persona, jobs, usesCache }: ScanRequest,
  { policy, cacheFolder, version }: ScanMeans,
  signal: AbortSignal,
): Promise<Report> {
  const { files, errors } = findFiles(paths)
  const own = scanPolicy(policy, persona)
  const cache = usesCache
    ? { folder: cacheFolder, generation: cacheGeneration(own, version) }
    : undefined
  const scanned = await scanWithCrew({ paths: files, policy: own, cache }, jobs, signal)
  return reportOf(files, scanned, errors)
}

/** People's own code may import what a script of a model may not: only what is known to be dangerous is told. */
function scanPolicy(policy: InspectPolicy, persona: Persona): InspectPolicy {
  return {
    ...policy,
    persona,
    imports: { ...policy.imports, mode: 'deny-list' },
    maxScriptBytes: maxFileBytes,
  }
}

function reportOf(
  paths: readonly string[],
  scanned: readonly ScannedFile[],
  faults: readonly FileError[],
): Report {
  const files: FileReport[] = []
  const errors: FileError[] = [...faults]
  for (const [at, path] of paths.entries()) {
    const file = scanned[at]
    if (file?.status !== 'scanned') {
      errors.push({ path, message: file?.message ?? unfinished })
      continue
    }
    const { findings, suppressed, lines } = file.text
    files.push({ path, findings, suppressed, lineText: (line) => lines[line] ?? '' })
  }
  return { files, errors: errors.sort((a, b) => (a.path < b.path ? -1 : 1)) }
}

const unfinished = 'A thread that worked on it ended early, so it was not scanned.'
