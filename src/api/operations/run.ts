import { z } from 'zod'
import type { RunOutcome } from '../../flow/outcome.ts'
import { run } from '../../flow/run.ts'
import { pictureFormats } from '../../kernel/answer.ts'
import { noEvents, runEventKinds } from '../../kernel/events.ts'
import { parseDatasetName } from '../../kernel/ids.ts'
import { lineFrame } from '../../report/line-frame.ts'
import {
  Bytes,
  CapabilitiesDocument,
  DecisionDocument,
  FindingDocument,
  JsonDocument,
} from '../documents.ts'
import type { Operation } from '../operation.ts'

const datasetName = z.string().superRefine((text, context) => {
  const name = parseDatasetName(text)
  if (typeof name !== 'string') context.addIssue(name.problem)
})

const attribute = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])

/** A principal as a JSON file holds it. */
export const PrincipalDocument = z.strictObject({
  id: z.string().min(1),
  roles: z.array(z.string()).default([]),
  groups: z.array(z.string()).default([]),
  attributes: z.record(z.string(), attribute).default({}),
})

const amount = z.number().int().positive().exactOptional()

const Limits = z.strictObject({
  wallMs: amount,
  cpuMs: amount,
  memoryBytes: amount,
  processes: amount,
  openFiles: amount,
  fileBytes: amount,
  diskBytes: amount,
  outputBytes: amount,
  resultBytes: amount,
  iterations: amount,
})

/** What a run takes: the script, on whose behalf, over which files, within which limits. */
export const RunInput = z.strictObject({
  code: z.union([z.string(), Bytes]),
  fileName: z.string().min(1).default('script.py'),
  datasets: z.record(datasetName, z.string().min(1)).default({}),
  principal: PrincipalDocument,
  limits: Limits.default({}),
  figures: z.enum(pictureFormats).exactOptional(),
})
export type RunInput = z.infer<typeof RunInput>

/** What `cordon run --json` prints. */
const RunDocument = z.strictObject({
  document: z.literal('cordon.run/1'),
  status: z.enum(['answered', 'refused', 'pending', 'failed']),
  runId: z.string(),
  answer: JsonDocument,
  failure: JsonDocument,
  output: z.strictObject({ stdout: z.string(), stderr: z.string() }).nullable(),
  decision: DecisionDocument,
  findings: z.array(FindingDocument),
  capabilities: CapabilitiesDocument,
  grants: z.array(JsonDocument),
  usage: z.record(z.string(), z.number()).nullable(),
  controls: z.array(z.string()),
  events: z.strictObject({
    list: z.array(
      z.strictObject({
        kind: z.enum(runEventKinds),
        name: z.string(),
        count: z.number(),
        isBlocked: z.boolean(),
      }),
    ),
    dropped: z.number(),
  }),
  receipt: JsonDocument,
})

/** Takes a script through the whole corridor. */
export const runOperation: Operation<RunInput, RunOutcome> = {
  name: 'run',
  summary: 'Inspect, decide on, govern and run a script; answer with a signed receipt',
  permission: 'run',
  surfaces: ['cli', 'library'],
  input: RunInput,
  output: RunDocument,
  run: async (input, services, call) => run(input, await services.corridor(), call.signal),
  document: runDocument,
}

/** With the code around the line that failed, where it has one. */
function failureDocument({ failure, source }: Extract<RunOutcome, { readonly status: 'failed' }>) {
  const frame = 'line' in failure ? lineFrame(source.text, failure.line, frameWidth) : []
  return { ...failure, ...(frame.length > 0 && { codeFrame: frame.join('\n') }) }
}

const frameWidth = 100

function runDocument(outcome: RunOutcome): z.infer<typeof RunDocument> {
  const { status, runId, decision, findings, capabilities } = outcome
  const executed = status === 'answered' || status === 'failed' ? outcome : undefined
  const failed = status === 'failed' ? outcome : undefined
  return {
    document: 'cordon.run/1',
    status,
    runId,
    answer: status === 'answered' ? outcome.answerJson : null,
    failure: failed ? failureDocument(failed) : null,
    output: failed ? { stdout: failed.stdout, stderr: failed.stderr } : null,
    decision: structuredClone(decision) as z.infer<typeof DecisionDocument>,
    findings: structuredClone(findings) as z.infer<typeof FindingDocument>[],
    capabilities: structuredClone(capabilities) as z.infer<typeof CapabilitiesDocument>,
    grants: (executed?.grants ?? []).map(({ path: _, ...grant }) => grant),
    usage: executed ? { ...executed.usage } : null,
    controls: [...(executed?.controls ?? [])],
    events: structuredClone(executed?.events ?? noEvents) as z.infer<typeof RunDocument>['events'],
    receipt: JSON.parse(outcome.receipt),
  }
}
