import type { Capabilities } from '../kernel/capabilities.ts'
import type { Context } from './context.ts'
import { datasetUses } from './dataset-uses.ts'
import { importUses } from './import-uses.ts'
import { Needs } from './needs.ts'

/** Where nothing could be read: everything is possible. */
export const unknownCapabilities: Capabilities = {
  imports: 'unknown',
  datasets: 'unknown',
  filesRead: 'unknown',
  filesWritten: 'unknown',
  hosts: 'unknown',
  processes: 'unknown',
  hasDynamicCode: true,
  drawsFigures: true,
}

/** What the code needs, as far as can be told; where code is made at run time, everything is unknown. */
export function capabilitiesOf(context: Context, datasets: readonly string[]): Capabilities {
  const needs = new Needs(context)
  needs.collect()
  const drawsFigures = needs.drawsFigures
  if (needs.hasDynamicCode || context.meaning.isTruncated) {
    return { ...unknownCapabilities, hasDynamicCode: needs.hasDynamicCode, drawsFigures: true }
  }
  return {
    imports: importUses(context),
    datasets: datasetUses(context, datasets),
    filesRead: needs.filesRead.known(),
    filesWritten: needs.filesWritten.known(),
    hosts: needs.hosts.known(),
    processes: needs.processes.known(),
    hasDynamicCode: false,
    drawsFigures,
  }
}
