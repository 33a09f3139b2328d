import { z } from 'zod'
import { pictureFormats } from '../kernel/answer.ts'
import { controls, wallControls } from '../kernel/controls.ts'
import { defaultLimits, type Limits, parseBytes, parseDuration } from '../kernel/limits.ts'
import { engineNames } from './backends/container/engine.ts'
import { platforms } from './backends/gvisor/runsc.ts'
import { backendNames, isolations } from './port.ts'

const duration = unit(parseDuration, 'write a duration such as 30s, 500ms or 5m')
const size = unit(parseBytes, 'write a size such as 512MB or 64k')
const count = z.number().int().positive()

const limits = z.strictObject({
  wall: duration.optional(),
  cpu: duration.optional(),
  memory: size.optional(),
  processes: count.optional(),
  'open-files': count.optional(),
  file: size.optional(),
  disk: size.optional(),
  output: size.optional(),
  result: size.optional(),
  iterations: count.optional(),
})

/** The `sandbox:` section: back end and least isolation, limits, the format of pictures, how many runs at once and in waiting, the runtime, and the controls without which nothing runs. */
export const SandboxConfig = z.strictObject({
  /** Left out, the lightest back end that gives the isolation. */
  backend: z.enum(backendNames).optional(),
  isolation: z.enum(isolations).default('process'),
  gvisor: z
    .strictObject({ runsc: z.string().min(1), platform: z.enum(platforms) })
    .partial()
    .prefault({}),
  container: z
    .strictObject({ engine: z.enum(engineNames), runtime: z.string().min(1) })
    .partial()
    .prefault({}),
  limits: limits.default({}),
  /** How pictures come where a run does not say. */
  figures: z.enum(pictureFormats).default('png'),
  concurrency: count.optional(),
  queue: z.number().int().min(0).optional(),
  /** Name of a runtime profile, or the path of a lock file. */
  profile: z.string().min(1).default('data-science'),
  require: z.array(z.enum(controls)).default([...wallControls]),
})
export type SandboxConfig = z.infer<typeof SandboxConfig>

/** The limits of a configuration, with the defaults where it is silent; CPU time follows wall time. */
export function limitsOf(config: SandboxConfig): Limits {
  const { limits: set } = config
  const wallMs = set.wall ?? defaultLimits.wallMs
  return {
    wallMs,
    cpuMs: set.cpu ?? wallMs,
    memoryBytes: set.memory ?? defaultLimits.memoryBytes,
    processes: set.processes ?? defaultLimits.processes,
    openFiles: set['open-files'] ?? defaultLimits.openFiles,
    fileBytes: set.file ?? set.disk ?? defaultLimits.fileBytes,
    diskBytes: set.disk ?? defaultLimits.diskBytes,
    outputBytes: set.output ?? defaultLimits.outputBytes,
    resultBytes: set.result ?? defaultLimits.resultBytes,
    ...(set.iterations !== undefined && { iterations: set.iterations }),
  }
}

/** A text or bare number with a unit, read as a number; the fault says how to write it. */
function unit(read: (text: string) => number | undefined, message: string) {
  return z.union([z.string(), z.number()]).transform((value, context) => {
    const amount = read(String(value))
    if (amount !== undefined) return amount
    context.addIssue(message)
    return z.NEVER
  })
}
