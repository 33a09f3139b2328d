import { z } from 'zod'
import { scan } from '../../flow/scan.ts'
import { compareSeverity, severities } from '../../kernel/severity.ts'
import { renderJson, scanDocumentName } from '../../report/json.ts'
import type { Report } from '../../report/report.ts'
import { FindingDocument } from '../documents.ts'
import type { Operation } from '../operation.ts'

const ScanInput = z.strictObject({
  paths: z.array(z.string().min(1)).min(1),
  persona: z.enum(['default', 'pedantic', 'gate']).default('default'),
  /** Findings of this severity and worse make the scan fail. */
  failOn: z.enum([...severities, 'never']).default('low'),
  jobs: z.number().int().min(1).max(256),
  usesCache: z.boolean().default(true),
})
export type ScanInput = z.infer<typeof ScanInput>

export interface ScanOutput {
  /** `failed`: there are findings that matter; `incomplete`: there are none, but something could not be scanned. */
  readonly status: 'passed' | 'failed' | 'incomplete'
  readonly report: Report
  readonly persona: ScanInput['persona']
}

const count = z.number().int().nonnegative()

/** What `cordon scan --json` prints. */
const ScanDocument = z.strictObject({
  document: z.literal(scanDocumentName),
  files: z.array(z.string()),
  findings: z.array(FindingDocument.extend({ file: z.string(), fingerprint: z.string() })),
  suppressed: z.array(
    z.strictObject({ file: z.string(), rule: z.string(), line: z.number(), reason: z.string() }),
  ),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })),
  summary: z.strictObject({
    low: count,
    medium: count,
    high: count,
    critical: count,
    total: count,
  }),
})

/** Scans files and folders of people's own code; nothing is run and nothing decided. */
export const scanOperation: Operation<ScanInput, ScanOutput> = {
  name: 'scan',
  summary: 'Look for faults in Python files and folders',
  permission: 'read',
  surfaces: ['cli'],
  input: ScanInput,
  output: ScanDocument,
  run: async (input, services, call) => {
    const report = await scan(input, services.scanning(), call.signal)
    return { status: statusOf(report, input.failOn), report, persona: input.persona }
  },
  document: ({ report }) => renderJson(report),
}

function statusOf({ files, errors }: Report, failOn: ScanInput['failOn']): ScanOutput['status'] {
  const isWorst =
    failOn !== 'never' &&
    files.some(({ findings }) =>
      findings.some(({ severity }) => compareSeverity(severity, failOn) >= 0),
    )
  if (isWorst) return 'failed'
  return errors.length > 0 ? 'incomplete' : 'passed'
}
