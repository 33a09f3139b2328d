import { z } from 'zod'
import { type AccessChange, compareAccess } from '../../flow/compare-access.ts'
import type { Operation } from '../operation.ts'
import { PrincipalDocument } from './run.ts'

const AccessDiffInput = z.strictObject({
  principal: PrincipalDocument,
  /** Paths of two configurations. */
  before: z.string().min(1),
  after: z.string().min(1),
})
export type AccessDiffInput = z.infer<typeof AccessDiffInput>

/** What `cordon access diff --json` prints. */
const AccessDiffDocument = z.strictObject({
  document: z.literal('cordon.access-diff/1'),
  isWider: z.boolean(),
  changes: z.array(
    z.strictObject({
      dataset: z.string(),
      what: z.string(),
      before: z.string(),
      after: z.string(),
      effect: z.enum(['wider', 'narrower', 'changed']),
    }),
  ),
})

/** Compares what a principal may do and see under two configurations; a role that one lacks gives nothing there. */
export const accessDiffOperation: Operation<AccessDiffInput, readonly AccessChange[]> = {
  name: 'access diff',
  summary: 'Show what somebody may do or see differently under another configuration',
  permission: 'administer',
  surfaces: ['cli', 'library'],
  input: AccessDiffInput,
  output: AccessDiffDocument,
  run: async ({ principal, before, after }, services) =>
    compareAccess(
      services.writtenPolicy(before).policy,
      services.writtenPolicy(after).policy,
      principal,
    ),
  document: (changes) => ({
    document: 'cordon.access-diff/1',
    isWider: mayBeWider(changes),
    changes,
  }),
}

/** True where somebody sees or may do more for certain, or perhaps. */
export function mayBeWider(changes: readonly AccessChange[]): boolean {
  return changes.some(({ effect }) => effect !== 'narrower')
}
