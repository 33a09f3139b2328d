import { z } from 'zod'
import { compileCondition } from './conditions.ts'
import { parsePermission } from './permissions.ts'

const permission = z.string().superRefine((text, context) => {
  const read = parsePermission(text)
  if ('problem' in read) context.addIssue(read.problem)
})

const condition = z.string().superRefine((text, context) => {
  const compiled = compileCondition(text)
  if ('problem' in compiled) context.addIssue(compiled.problem)
})

/** The `roles:` section: what each role may do, as `dataset:operation:CLASSIFICATION`. */
export const RolesConfig = z.record(
  z.string(),
  z.strictObject({
    permissions: z.array(permission).default([]),
    /** Permissions that no other role gives back. */
    deny: z.array(permission).default([]),
  }),
)
export type RolesConfig = z.infer<typeof RolesConfig>

const severity = z.enum(['low', 'medium', 'high', 'critical'])

/** The `decide:` section: from which severity on code is held or denied, and conditions of one's own (CEL). */
export const DecideConfig = z.strictObject({
  'deny-at': severity.default('critical'),
  'hold-at': severity.default('medium'),
  /** Risk level from which on a run is held. */
  'hold-risk': severity.default('high'),
  /**
   * `required`: the caller's attribute `clearance` must be there and at least as high as everything it touches. Otherwise it
   * only counts for callers who have one.
   */
  clearance: z.enum(['optional', 'required']).default('optional'),
  rules: z
    .array(
      z.strictObject({
        when: condition,
        verdict: z.enum(['hold', 'deny']),
        reason: z.string().min(1),
      }),
    )
    .default([]),
})
export type DecideConfig = z.infer<typeof DecideConfig>
