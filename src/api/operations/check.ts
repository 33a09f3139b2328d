import { z } from 'zod'
import { type Examination, examine } from '../../flow/examine.ts'
import {
  Bytes,
  CapabilitiesDocument,
  FindingDocument,
  RiskDocument,
  VerdictDocument,
} from '../documents.ts'
import type { Operation } from '../operation.ts'

const CheckInput = z.strictObject({
  code: z.union([z.string(), Bytes]),
  fileName: z.string().min(1).default('script.py'),
})
export type CheckInput = z.infer<typeof CheckInput>

/** What `cordon check --json` prints. */
const CheckDocument = z.strictObject({
  document: z.literal('cordon.check/1'),
  verdict: VerdictDocument,
  risk: RiskDocument,
  reasons: z.array(z.string()),
  findings: z.array(FindingDocument),
  capabilities: CapabilitiesDocument,
})

/** Inspects and decides, on nobody's behalf; nothing is run. */
export const checkOperation: Operation<CheckInput, Examination> = {
  name: 'check',
  summary: 'Say whether a script would be allowed, held or denied, and why',
  permission: 'none',
  surfaces: ['cli', 'library'],
  input: CheckInput,
  output: CheckDocument,
  run: async (input, services) => {
    const policy = services.policy()
    return examine({ ...input, datasets: [...policy.datasets.values()] }, policy)
  },
  document: ({ inspection, decision }) => ({
    document: 'cordon.check/1',
    verdict: decision.verdict,
    risk: decision.risk,
    reasons: decision.reasons,
    findings: inspection.findings,
    capabilities: inspection.capabilities,
  }),
}
