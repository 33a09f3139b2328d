import { z } from 'zod'
import type { LedgerReport } from '../../ledger/audit.ts'
import { JsonDocument } from '../documents.ts'
import type { Operation } from '../operation.ts'

const LedgerVerifyInput = z.strictObject({
  /** A signed head that was kept off the machine. */
  witness: z.string().exactOptional(),
})
type LedgerVerifyInput = z.infer<typeof LedgerVerifyInput>

/** What `cordon ledger verify --json` prints. */
const LedgerVerifyDocument = z.strictObject({
  document: z.literal('cordon.ledger-verify/1'),
  status: z.enum(['intact', 'broken']),
  reason: z.string().nullable(),
  message: z.string().nullable(),
  /** Number of the first record at fault, or null. */
  seq: z.number().nullable(),
  /** How many sound records there are. */
  size: z.number(),
  /** Runs whose intent has no close yet. */
  open: z.array(JsonDocument),
  /** Keep this off the machine and hand it back with --witness. */
  signedHead: z.string().nullable(),
})

/** Reads the whole ledger and says whether it is as it was written. */
export const ledgerVerifyOperation: Operation<LedgerVerifyInput, LedgerReport> = {
  name: 'ledger verify',
  summary: 'Read the whole ledger and find any change, cut or reorder, and runs that never closed',
  permission: 'read',
  surfaces: ['cli', 'library'],
  input: LedgerVerifyInput,
  output: LedgerVerifyDocument,
  run: async ({ witness }, services) => services.verifyLedger(witness),
  document: (report) => {
    const { status, size, open } = report
    const isBroken = status === 'broken'
    return {
      document: 'cordon.ledger-verify/1',
      status,
      size,
      open,
      reason: isBroken ? report.reason : null,
      message: isBroken ? report.message : null,
      seq: isBroken ? report.seq : null,
      signedHead: isBroken ? null : report.signedHead,
    }
  },
}
