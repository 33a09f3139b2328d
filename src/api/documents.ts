import { z } from 'zod'
import { severities } from '../kernel/severity.ts'

const severity = z.enum(severities)

const span = z.strictObject({
  start: z.number(),
  end: z.number(),
  line: z.number(),
  column: z.number(),
  endLine: z.number(),
  endColumn: z.number(),
})

/** One finding, as every document that lists findings has it. */
export const FindingDocument = z.strictObject({
  rule: z.string(),
  layer: z.enum(['syntax', 'names', 'calls', 'taint', 'data', 'imports', 'pattern']),
  severity,
  confidence: z.number().min(0).max(1),
  persona: z.enum(['gate', 'default', 'pedantic']),
  message: z.string(),
  help: z.string().optional(),
  span,
  cwe: z.array(z.number()),
  flow: z.array(z.strictObject({ span, message: z.string() })).optional(),
})

/** A list, or `unknown` where only the run itself tells. */
const known = <T extends z.ZodType>(item: T) => z.union([z.literal('unknown'), z.array(item)])

/** The capability manifest of a script. */
export const CapabilitiesDocument = z.strictObject({
  imports: known(z.strictObject({ module: z.string(), members: z.array(z.string()) })),
  datasets: known(
    z.strictObject({ name: z.string(), columns: known(z.string()), isExported: z.boolean() }),
  ),
  filesRead: known(z.string()),
  filesWritten: known(z.string()),
  hosts: known(z.strictObject({ host: z.string(), method: z.string(), path: z.string() })),
  processes: known(z.string()),
  hasDynamicCode: z.boolean(),
  drawsFigures: z.boolean(),
})

/** Risk with every point explained. */
export const RiskDocument = z.strictObject({
  score: z.number().min(0).max(100),
  level: severity,
  points: z.array(z.strictObject({ points: z.number(), reason: z.string() })),
})

export const VerdictDocument = z.enum(['allow', 'hold', 'deny'])

/** A decision with its reasons. */
export const DecisionDocument = z.strictObject({
  verdict: VerdictDocument,
  risk: RiskDocument,
  reasons: z.array(z.string()),
})

/** Bytes as they came from a file. */
export const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'must be bytes')

/** Any JSON value. */
export const JsonDocument: z.ZodType = z.json()
