import type { Family, Rule } from '../rule.ts'
import { auditEvasion } from './audit-evasion/index.ts'
import { codeInjection } from './code-injection/index.ts'
import { crypto } from './crypto/index.ts'
import { deserialisation } from './deserialisation/index.ts'
import { executionOrder } from './execution-order/index.ts'
import { files } from './files/index.ts'
import { imports } from './imports/index.ts'
import { licensing } from './licensing/index.ts'
import { models } from './models/index.ts'
import { network } from './network/index.ts'
import { orchestration } from './orchestration/index.ts'
import { output } from './output/index.ts'
import { pii } from './pii/index.ts'
import { queryInjection } from './query-injection/index.ts'
import { reproducibility } from './reproducibility/index.ts'
import { resources } from './resources/index.ts'
import { robustness } from './robustness/index.ts'
import { sandboxEscape } from './sandbox-escape/index.ts'
import { secrets } from './secrets/index.ts'
import { shell } from './shell/index.ts'
import { supplyChain } from './supply-chain/index.ts'
import { suppressions } from './suppressions/index.ts'
import { syntax } from './syntax/index.ts'
import { vectorStores } from './vector-stores/index.ts'
import { web } from './web/index.ts'
import { xml } from './xml/index.ts'

/** Every family there is; a test holds this list and the folders together. */
export const families: readonly Family[] = [
  auditEvasion,
  codeInjection,
  crypto,
  deserialisation,
  executionOrder,
  files,
  imports,
  licensing,
  models,
  network,
  queryInjection,
  output,
  pii,
  orchestration,
  reproducibility,
  resources,
  robustness,
  sandboxEscape,
  secrets,
  shell,
  suppressions,
  supplyChain,
  syntax,
  web,
  xml,
  vectorStores,
]

export const rules: readonly Rule[] = families.flatMap((family) => family.rules)
