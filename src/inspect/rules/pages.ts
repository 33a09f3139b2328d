// Written by scripts/rule-pages.mjs.
import { pages as auditEvasion } from './audit-evasion/pages.ts'
import { pages as codeInjection } from './code-injection/pages.ts'
import { pages as crypto } from './crypto/pages.ts'
import { pages as deserialisation } from './deserialisation/pages.ts'
import { pages as executionOrder } from './execution-order/pages.ts'
import { pages as files } from './files/pages.ts'
import { pages as imports } from './imports/pages.ts'
import { pages as licensing } from './licensing/pages.ts'
import { pages as models } from './models/pages.ts'
import { pages as network } from './network/pages.ts'
import { pages as orchestration } from './orchestration/pages.ts'
import { pages as output } from './output/pages.ts'
import { pages as pii } from './pii/pages.ts'
import { pages as queryInjection } from './query-injection/pages.ts'
import { pages as reproducibility } from './reproducibility/pages.ts'
import { pages as resources } from './resources/pages.ts'
import { pages as robustness } from './robustness/pages.ts'
import { pages as sandboxEscape } from './sandbox-escape/pages.ts'
import { pages as secrets } from './secrets/pages.ts'
import { pages as shell } from './shell/pages.ts'
import { pages as supplyChain } from './supply-chain/pages.ts'
import { pages as suppressions } from './suppressions/pages.ts'
import { pages as syntax } from './syntax/pages.ts'
import { pages as vectorStores } from './vector-stores/pages.ts'
import { pages as web } from './web/pages.ts'
import { pages as xml } from './xml/pages.ts'

/** The Markdown pages of all rules by the rule's name. */
export const pages: Readonly<Record<string, string>> = {
  ...auditEvasion,
  ...codeInjection,
  ...crypto,
  ...deserialisation,
  ...executionOrder,
  ...files,
  ...imports,
  ...licensing,
  ...models,
  ...network,
  ...orchestration,
  ...output,
  ...pii,
  ...queryInjection,
  ...reproducibility,
  ...resources,
  ...robustness,
  ...sandboxEscape,
  ...secrets,
  ...shell,
  ...supplyChain,
  ...suppressions,
  ...syntax,
  ...vectorStores,
  ...web,
  ...xml,
}
