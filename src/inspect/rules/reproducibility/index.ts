import type { Family } from '../../rule.ts'
import { dataNotPinned } from './data-not-pinned.ts'
import { determinismOff } from './determinism-off.ts'
import { determinismUnset } from './determinism-unset.ts'
import { leakFromTestData } from './leak-from-test-data.ts'
import { personalPath } from './personal-path.ts'
import { randomStateMissing } from './random-state-missing.ts'
import { seedMissing } from './seed-missing.ts'
import { seedVaries } from './seed-varies.ts'

export const reproducibility: Family = {
  id: 'reproducibility',
  title: 'Reproducibility',
  rules: [
    dataNotPinned,
    determinismOff,
    determinismUnset,
    leakFromTestData,
    personalPath,
    randomStateMissing,
    seedMissing,
    seedVaries,
  ],
}
