import type { DatasetUse, Known } from '../kernel/capabilities.ts'
import type { Context } from './context.ts'

/** Which datasets the code uses and which of their columns. */
export function datasetUses(context: Context, datasets: readonly string[]): Known<DatasetUse> {
  const used = new Set<string>()
  for (const node of context.meaning.bindings.nodes) {
    if (node.kind === 'Name' && datasets.includes(node.id)) used.add(node.id)
  }
  return [...used].map((name) => ({ name, columns: 'unknown', isExported: true }))
}
