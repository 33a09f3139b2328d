import type { OperationEntry } from './operation.ts'
import { accessDiffOperation } from './operations/access-diff.ts'
import { accessExplainOperation } from './operations/access-explain.ts'
import { accessKeyOperation } from './operations/access-key.ts'
import { checkOperation } from './operations/check.ts'
import { dataCatalogOperation } from './operations/data-catalog.ts'
import { dataProfileOperation } from './operations/data-profile.ts'
import { dataRestoreOperation } from './operations/data-restore.ts'
import { dataRotateKeyOperation } from './operations/data-rotate-key.ts'
import { doctorOperation } from './operations/doctor.ts'
import { explainOperation } from './operations/explain.ts'
import { initOperation } from './operations/init.ts'
import { ledgerVerifyOperation } from './operations/ledger-verify.ts'
import { runOperation } from './operations/run.ts'
import { scanOperation } from './operations/scan.ts'
import { setupOperation } from './operations/setup.ts'
import { verifyOperation } from './operations/verify.ts'

/** Everything that Cordon can be asked to do; every surface loops over this list. */
export const operations: readonly OperationEntry[] = [
  runOperation,
  checkOperation,
  scanOperation,
  explainOperation,
  verifyOperation,
  ledgerVerifyOperation,
  dataCatalogOperation,
  dataProfileOperation,
  dataRestoreOperation,
  dataRotateKeyOperation,
  accessExplainOperation,
  accessDiffOperation,
  accessKeyOperation,
  setupOperation,
  doctorOperation,
  initOperation,
]
