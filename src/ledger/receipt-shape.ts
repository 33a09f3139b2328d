import { z } from 'zod'
import { controls } from '../kernel/controls.ts'
import { runEventKinds } from '../kernel/events.ts'
import {
  asSha256,
  type DatasetName,
  parseDatasetName,
  type RunId,
  type Sha256,
} from '../kernel/ids.ts'
import { severities } from '../kernel/severity.ts'
import { type Receipt, receiptType, type Statement, statementType } from './receipt.ts'

/** True where a value has the shape of a receipt; fields it doesn't know are no fault. */
export function isReceipt(value: unknown): value is Receipt {
  return receiptShape.safeParse(value).success
}

/** True where a value has the shape of an in-toto statement about a receipt. */
export function isStatement(value: unknown): value is Statement {
  return statementShape.safeParse(value).success
}

const text = z.string()
const texts = z.array(text)
const count = z.int().min(0)
const amount = z.number().min(0)
const time = z.iso.datetime()
const digest = z.custom<Sha256>(
  (value) => typeof value === 'string' && asSha256(value) !== undefined,
)
const runId = z.custom<RunId>(
  (value) => typeof value === 'string' && /^run_[0-9a-hjkmnp-tv-z]{26}$/.test(value),
)
const datasetName = z.custom<DatasetName>(
  (value) => typeof value === 'string' && typeof parseDatasetName(value) === 'string',
)
const severity = z.enum(severities)
const unknown = z.literal('unknown')

const capabilities = z.object({
  imports: unknown.or(z.array(z.object({ module: text, members: texts }))),
  datasets: unknown.or(
    z.array(z.object({ name: text, columns: unknown.or(texts), isExported: z.boolean() })),
  ),
  filesRead: unknown.or(texts),
  filesWritten: unknown.or(texts),
  hosts: unknown.or(z.array(z.object({ host: text, method: text, path: text }))),
  processes: unknown.or(texts),
  hasDynamicCode: z.boolean(),
  drawsFigures: z.boolean(),
})

const grant = z.object({
  name: datasetName,
  rowCount: count,
  sourceRowCount: count,
  columns: z.array(z.object({ name: text, classification: text, mask: text })),
  removedColumns: texts,
  unneededColumns: texts.exactOptional(),
  denials: texts.exactOptional(),
  rowFilter: text,
  sourceDigest: digest,
  grantDigest: digest,
})

const limits = z.object({
  wallMs: amount,
  cpuMs: amount,
  memoryBytes: amount,
  processes: amount,
  openFiles: amount,
  fileBytes: amount,
  diskBytes: amount,
  outputBytes: amount,
  resultBytes: amount,
  iterations: amount.exactOptional(),
})

const usage = z.object({
  wallMs: amount,
  cpuMs: amount,
  cpuUserMs: amount.exactOptional(),
  cpuSystemMs: amount.exactOptional(),
  peakMemoryBytes: amount,
  inputBytes: amount.exactOptional(),
  writtenBytes: amount.exactOptional(),
  deniedCalls: amount.exactOptional(),
  outputBytes: amount,
  resultBytes: amount,
})

const egress = z.object({
  requests: z.array(
    z.object({
      decision: z.enum(['allowed', 'denied']),
      reason: text.nullable(),
      method: text,
      host: text,
      port: count,
      pathDigest: digest.nullable(),
      status: count,
      requestBytes: count,
      responseBytes: count,
      isRedirectDenied: z.boolean(),
    }),
  ),
  allowed: count,
  denied: count,
})

const outcome = z.object({
  status: z.enum(['answered', 'refused', 'pending', 'failed', 'cancelled']),
  failure: z
    .object({
      kind: z.enum(['error', 'limit', 'blocked', 'untyped', 'crashed', 'cancelled']),
      limit: limits.keyof().nullable(),
    })
    .nullable(),
})

const receiptShape = z.object({
  runId,
  startedAt: time,
  finishedAt: time,
  principal: z.object({ id: text, roles: texts }),
  policy: z.object({ digest, version: text }),
  code: z.object({ name: text, digest }),
  inspection: z.object({
    ruleCount: count,
    findings: z.array(z.object({ rule: text, severity, line: count })),
  }),
  capabilities,
  decision: z.object({
    verdict: z.enum(['allow', 'hold', 'deny']),
    reasons: texts,
    risk: z.object({ score: amount, level: severity }),
  }),
  approval: z.null(),
  grants: z.array(grant),
  controls: z.array(z.enum(controls)),
  limits: limits.nullable(),
  usage: usage.nullable(),
  egress: egress.exactOptional(),
  events: z
    .array(
      z.object({
        kind: z.enum(runEventKinds),
        name: text.nullable(),
        count,
        isBlocked: z.boolean(),
      }),
    )
    .exactOptional(),
  runtime: z.object({ python: text, packages: z.record(text, text), digest }).nullable(),
  outcome,
  answer: z.object({ kind: text, digest, bytes: count }).nullable(),
  ledger: z.object({ seq: count, hash: digest }),
}) satisfies z.ZodType<Receipt>

const statementShape = z.object({
  _type: z.literal(statementType),
  subject: z.array(z.object({ name: text, digest: z.object({ sha256: digest }) })),
  predicateType: z.literal(receiptType),
  predicate: receiptShape,
}) satisfies z.ZodType<Statement>
