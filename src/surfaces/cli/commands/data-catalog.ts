import {
  type CatalogEntry,
  type DataCatalogInput,
  dataCatalogOperation,
} from '../../../api/operations/data-catalog.ts'
import type { Command } from '../command.ts'
import { catalogView } from '../views/catalog.ts'

export const dataCatalogCommand: Command<DataCatalogInput, readonly CatalogEntry[]> = {
  operation: dataCatalogOperation,
  args: [{ name: '[dataset...]', description: 'datasets (default: all of the configuration)' }],
  options: [],
  examples: ['cordon data catalog --config cordon.yaml', 'cordon data catalog bonds'],
  readInput: async ({ args }) => ({ datasets: [...args] }),
  view: catalogView,
  exitCode: () => 0,
}
