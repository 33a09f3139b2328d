import { z } from 'zod'
import { type ReceiptCheck, verifyDocument, verifyWithLedger } from '../../flow/verify-document.ts'
import { Bytes, JsonDocument } from '../documents.ts'
import type { Operation } from '../operation.ts'

const VerifyInput = z.strictObject({
  /** A receipt, or the document that `cordon run --json` printed, as bytes. */
  document: Bytes,
  /** The script that the receipt is said to be about. */
  script: Bytes.exactOptional(),
  /** Whether this installation's ledger must bear it out too. */
  ledger: z.boolean().exactOptional(),
})
export type VerifyInput = z.infer<typeof VerifyInput>

/** What `cordon verify --json` prints. */
const VerifyDocument = z.strictObject({
  document: z.literal('cordon.verify/1'),
  ok: z.boolean(),
  /** Why it is not accepted, or null. */
  reason: z.string().nullable(),
  keyId: z.string().nullable(),
  receipt: JsonDocument,
})

/** Checks a receipt offline against the keys that this installation trusts. */
export const verifyOperation: Operation<VerifyInput, ReceiptCheck> = {
  name: 'verify',
  summary:
    'Check a receipt offline: signature, shape, and that script and answer are the ones it names',
  permission: 'none',
  surfaces: ['cli', 'library'],
  input: VerifyInput,
  output: VerifyDocument,
  run: async ({ ledger, ...given }, services) =>
    ledger
      ? verifyWithLedger(given, services.trustedKeys(), services.verifyAgainstLedger)
      : verifyDocument(given, services.trustedKeys()),
  document: (check) =>
    check.ok
      ? {
          document: 'cordon.verify/1',
          ok: true,
          reason: null,
          keyId: check.keyId,
          receipt: check.receipt,
        }
      : {
          document: 'cordon.verify/1',
          ok: false,
          reason: check.reason,
          keyId: null,
          receipt: null,
        },
}
