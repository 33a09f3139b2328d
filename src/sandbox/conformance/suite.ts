import type { ConformanceArea } from './case.ts'
import { betweenRuns } from './cases/between-runs.ts'
import { files } from './cases/files.ts'
import { forging } from './cases/forging.ts'
import { kernelSurface } from './cases/kernel.ts'
import { network } from './cases/network.ts'
import { processes } from './cases/processes.ts'
import { resources } from './cases/resources.ts'
import { secrets } from './cases/secrets.ts'

/** What every back end must hold, whatever it is made of. */
export const suite: readonly ConformanceArea[] = [
  ...[files, processes, kernelSurface, network, resources, betweenRuns, forging, secrets],
]

/**
 * What is tried again in sessions of a back end that makes a container for each: all that the process which answers is part
 * of. The container around it is a run's.
 */
export const sessionSuite: readonly ConformanceArea[] = [files, processes, resources, forging]
