import { z } from 'zod'
import { classifications } from '../kernel/classification.ts'
import { didYouMean } from '../kernel/closest.ts'
import { parseDatasetName } from '../kernel/ids.ts'
import type { Issue, Parsed } from '../kernel/issue.ts'
import { parseBytes } from '../kernel/limits.ts'
import { parseCondition, parseExpression } from './condition.ts'
import { dataKinds } from './detect/kinds.ts'
import {
  type ColumnPolicy,
  type DataConfig,
  type DatasetPolicy,
  dateSteps,
  detectStrategies,
  type Mask,
} from './policy.ts'

const maskNames = [
  'none',
  'hash',
  'tokenize',
  'fpe',
  'partial',
  'remove',
  'null',
  'redact',
] as const

const maskHelp = `a mask is one of ${maskNames.join(', ')}, {generalize: NUMBER}, {generalize: ${dateSteps.join('|')}}, {generalize: region}, {generalize: {REGION: [PLACE, …]}}, {bucket: [NUMBER, …]}, {noise: NUMBER}, {constant: VALUE}, {custom: CEL} or {detect: all|[KIND, …]}`
const stepHelp = `give the width of the bins as a number, one of ${dateSteps.join(', ')}, or region, or the places of each region`

const kindHelp = `detect is "all" or a list of kinds: ${dataKinds.join(', ')}`

const edges = z
  .array(z.number())
  .min(1)
  .max(100)
  .refine((all) => all.every((edge, at) => at === 0 || edge > (all[at - 1] ?? edge)), {
    error: 'give the edges of the buckets in ascending order',
  })

const maskSchema = z.union(
  [
    z.enum(maskNames),
    z.strictObject({
      generalize: z.union(
        [
          z.number().positive(),
          z.enum([...dateSteps, 'region']),
          z.record(z.string().min(1), z.array(z.string().min(1)).min(1)),
        ],
        { error: stepHelp },
      ),
    }),
    z.strictObject({ bucket: edges }),
    z.strictObject({ noise: z.number().positive() }),
    z.strictObject({ custom: z.string() }),
    z.strictObject({ constant: z.union([z.string(), z.number(), z.boolean()]) }),
    z.strictObject({
      detect: z.union([z.literal('all'), z.array(z.enum(dataKinds)).min(1)], { error: kindHelp }),
      known: z.array(z.string().min(1)).optional(),
      by: z
        .enum(detectStrategies, { error: `by is one of ${detectStrategies.join(', ')}` })
        .optional(),
    }),
  ],
  { error: maskHelp },
)

const classificationSchema = z.enum(classifications)

const columnSchema = z.strictObject({
  classification: classificationSchema.optional(),
  mask: z.union([maskSchema, z.record(z.string(), maskSchema)], { error: maskHelp }).optional(),
})

const datasetSchema = z.strictObject({
  classification: classificationSchema,
  owner: z.string().min(1).optional(),
  source: z.string().min(1).optional(),
  encoding: z.enum(['utf-8', 'utf-16', 'utf-16be', 'latin-1']).optional(),
  decimal: z.enum(['.', ',']).optional(),
  rows: z.record(z.string(), z.union([z.string(), z.boolean()])),
  'columns-default': z.enum(['allow', 'remove']).optional(),
  columns: z.record(z.string(), columnSchema).optional(),
  release: z
    .strictObject({
      'max-rows': z.int().positive().optional(),
      'max-bytes': z.union([z.string(), z.number()]).transform(bytesOf).optional(),
      'min-group': z.int().min(2).default(10),
    })
    .prefault({}),
})

function bytesOf(size: string | number, context: z.RefinementCtx): number {
  const bytes = parseBytes(String(size))
  if (bytes !== undefined) return bytes
  context.addIssue({ code: 'custom', message: 'give a size such as 500k or 5MB' })
  return z.NEVER
}

type DatasetInput = z.infer<typeof datasetSchema>
type MaskInput = z.infer<typeof maskSchema>

/** The shape of the `datasets` section of a configuration; `parseDatasets` also checks what it means. */
export const datasetsSchema = z.record(z.string(), datasetSchema)

/** Reads a `datasets` section; `roles` are the roles that the configuration defines. Every fault gives an issue with its path. */
export function parseDatasets(input: unknown, roles: readonly string[]): Parsed<DataConfig> {
  const shape = datasetsSchema.safeParse(input)
  if (!shape.success) return { ok: false, issues: shape.error.issues.flatMap(shapeIssues) }
  const issues: Issue[] = []
  const config = new Map<string, DatasetPolicy>()
  for (const [name, dataset] of Object.entries(shape.data)) {
    issues.push(...meaningIssues(name, dataset, roles))
    config.set(name, policyOf(name, dataset))
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: config }
}

function shapeIssues(issue: z.core.$ZodIssue): Issue[] {
  const path = [
    'datasets',
    ...issue.path.map((step) => (typeof step === 'number' ? step : String(step))),
  ]
  if (issue.code === 'unrecognized_keys') {
    const known = path.length === 2 ? Object.keys(datasetSchema.shape) : ['classification', 'mask']
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `unknown key${didYouMean(key, known)}`,
    }))
  }
  const inner = issue.code === 'invalid_union' ? deepest(issue.errors) : undefined
  if (inner && inner.path.length > 0)
    return shapeIssues({ ...inner, path: [...issue.path, ...inner.path] })
  return [{ path, message: issue.message }]
}

/** Of the ways in which none of a union's members matched, the one that got furthest into the value. */
function deepest(errors: readonly (readonly z.core.$ZodIssue[])[]): z.core.$ZodIssue | undefined {
  return errors.flat().toSorted((a, b) => b.path.length - a.path.length)[0]
}

function meaningIssues(name: string, dataset: DatasetInput, roles: readonly string[]): Issue[] {
  const at = ['datasets', name]
  const issues: Issue[] = []
  const parsedName = parseDatasetName(name)
  if (typeof parsedName !== 'string') issues.push({ path: at, message: parsedName.problem })
  if (Object.keys(dataset.rows).length === 0) {
    issues.push({
      path: [...at, 'rows'],
      message: 'name at least one role, such as {analyst: "true"}',
    })
  }
  for (const [role, text] of Object.entries(dataset.rows)) {
    const path = [...at, 'rows', role]
    issues.push(...roleIssues(role, roles, path))
    const condition = parseCondition(String(text))
    if (!condition.ok) issues.push(...condition.issues.map((issue) => ({ ...issue, path })))
  }
  for (const [column, { mask }] of Object.entries(dataset.columns ?? {})) {
    const path = [...at, 'columns', column, 'mask']
    if (mask !== undefined) issues.push(...maskIssues(mask, roles, path))
  }
  return issues
}

function maskIssues(
  mask: MaskInput | Readonly<Record<string, MaskInput>>,
  roles: readonly string[],
  path: readonly string[],
): Issue[] {
  if (isMask(mask)) return customIssues(mask, path)
  const issues = Object.entries(mask).flatMap(([role, one]) => [
    ...roleIssues(role, roles, [...path, role]),
    ...customIssues(one, [...path, role]),
  ])
  if (Object.hasOwn(mask, 'default')) return issues
  const message = 'add "default", the mask for everyone who has none of these roles'
  return [...issues, { path, message }]
}

function customIssues(mask: MaskInput, path: readonly string[]): Issue[] {
  if (typeof mask === 'string' || !('custom' in mask)) return []
  const expression = parseExpression(mask.custom)
  return expression.ok ? [] : expression.issues.map((issue) => ({ ...issue, path }))
}

function roleIssues(role: string, roles: readonly string[], path: readonly string[]): Issue[] {
  if (role === 'default' || roles.includes(role)) return []
  return [{ path, message: `no role "${role}" is defined${didYouMean(role, roles)}` }]
}

function policyOf(name: string, dataset: DatasetInput): DatasetPolicy {
  const columns = Object.entries(dataset.columns ?? {}).map(
    ([column, { classification, mask }]) => {
      const policy: ColumnPolicy = {
        classification: classification ?? dataset.classification,
        ...masksOf(mask ?? 'none'),
      }
      return [column, policy] as const
    },
  )
  return {
    name,
    classification: dataset.classification,
    ...(dataset.owner === undefined ? {} : { owner: dataset.owner }),
    ...(dataset.source === undefined ? {} : { source: dataset.source }),
    writing: {
      ...(dataset.encoding === undefined ? {} : { encoding: dataset.encoding }),
      ...(dataset.decimal === undefined ? {} : { decimal: dataset.decimal }),
    },
    rows: new Map(Object.entries(dataset.rows).map(([role, text]) => [role, String(text)])),
    columnsDefault: dataset['columns-default'] ?? 'allow',
    columns: new Map(columns),
    release: {
      maxRows: dataset.release['max-rows'],
      maxBytes: dataset.release['max-bytes'],
      minGroup: dataset.release['min-group'],
    },
  }
}

function masksOf(
  input: MaskInput | Readonly<Record<string, MaskInput>>,
): Pick<ColumnPolicy, 'default' | 'roles'> {
  if (isMask(input)) return { default: maskOf(input), roles: new Map() }
  const { default: fallback = 'remove', ...roles } = input
  return {
    default: maskOf(fallback),
    roles: new Map(Object.entries(roles).map(([role, mask]) => [role, maskOf(mask)])),
  }
}

function isMask(input: MaskInput | Readonly<Record<string, MaskInput>>): input is MaskInput {
  return maskSchema.safeParse(input).success
}

function maskOf(input: MaskInput): Mask {
  if (typeof input === 'string') return { kind: input }
  if ('custom' in input) return { kind: 'custom', expression: input.custom }
  if ('constant' in input) return { kind: 'constant', value: input.constant }
  if ('bucket' in input) return { kind: 'bucket', edges: input.bucket }
  if ('detect' in input) {
    const { detect, known = [], by = 'tokenize' } = input
    return { kind: 'detect', kinds: detect, known, by }
  }
  if ('noise' in input) return { kind: 'noise', size: input.noise }
  const { generalize } = input
  if (typeof generalize === 'number') return { kind: 'bin', size: generalize }
  if (typeof generalize === 'object') return { kind: 'region', places: generalize }
  return generalize === 'region'
    ? { kind: 'region', places: undefined }
    : { kind: 'date', step: generalize }
}
