import type { Family } from '../../rule.ts'
import { documentsUnverified } from './documents-unverified.ts'
import { tenantFilterMissing } from './tenant-filter-missing.ts'
import { vectorFilterBuilt } from './vector-filter-built.ts'
import { vectorStoreOpen } from './vector-store-open.ts'

export const vectorStores: Family = {
  id: 'vector-stores',
  title: 'Vector stores',
  rules: [documentsUnverified, tenantFilterMissing, vectorFilterBuilt, vectorStoreOpen],
}
