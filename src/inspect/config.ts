import { z } from 'zod'
import type { Issue } from '../kernel/issue.ts'
import { severities } from '../kernel/severity.ts'

const dottedName = z
  .string()
  .regex(
    /^\.{0,3}\w+(\.\w+)*(\.\*)?$/,
    'must be a module or a member of one, such as `os.environ.get` or `os.path.*`',
  )

/**
 * What inspection looks for: the `inspect:` section of `cordon.yaml`. Rule names are checked against the rules there
 * are by `checkInspectPolicy`.
 */
export const inspectPolicySchema = z.strictObject({
  persona: z
    .enum(['gate', 'default', 'pedantic'])
    .default('gate')
    .describe(
      'Who reads the findings: the gate also sees what is no fault in itself but must not run unseen.',
    ),
  egress: z
    .boolean()
    .default(false)
    .describe('The run has a door to the network, so HTTP clients may be imported and used.'),
  imports: z
    .strictObject({
      mode: z.enum(['allow-list', 'deny-list']).default('allow-list'),
      allow: z
        .array(dottedName)
        .default([])
        .describe(
          'Modules or members that may be imported and used besides the built-in list, even those the gate would hold.',
        ),
      deny: z
        .array(dottedName)
        .default([])
        .describe('Modules or members that may not be imported; wins over `allow`.'),
    })
    .default({ mode: 'allow-list', allow: [], deny: [] }),
  rules: z
    .strictObject({
      off: z.array(z.string()).default([]).describe('Rules that are not run.'),
      severity: z
        .record(z.string(), z.enum(severities))
        .default({})
        .describe('Severities other than the rules have by themselves.'),
    })
    .default({ off: [], severity: {} }),
  maxScriptBytes: z
    .number()
    .int()
    .positive()
    .default(1_048_576)
    .describe('Longer scripts are not read and get the finding `script-too-large`.'),
})

export type InspectPolicy = z.infer<typeof inspectPolicySchema>

/** The policy of the gate, as an empty `inspect:` section gives it. */
export function defaultInspectPolicy(): InspectPolicy {
  return inspectPolicySchema.parse({})
}

/** What the schema can't see: rules that do not exist. */
export function checkInspectPolicy(
  { rules }: InspectPolicy,
  known: readonly { readonly id: string }[],
): readonly Issue[] {
  const ids = new Set(known.map(({ id }) => id))
  const check = (path: readonly (string | number)[], id: string): readonly Issue[] =>
    ids.has(id) ? [] : [{ path, message: `there is no rule "${id}"` }]
  return [
    ...rules.off.flatMap((id, i) => check(['rules', 'off', i], id)),
    ...Object.keys(rules.severity).flatMap((id) => check(['rules', 'severity', id], id)),
  ]
}
