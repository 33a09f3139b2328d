// Written by scripts/rule-pages.mjs.
import { pages as auditEvasion } from './audit-evasion/pages.ts'
import { pages as codeInjection } from './code-injection/pages.ts'
import { pages as deserialisation } from './deserialisation/pages.ts'
import { pages as files } from './files/pages.ts'
import { pages as imports } from './imports/pages.ts'
import { pages as network } from './network/pages.ts'
import { pages as queryInjection } from './query-injection/pages.ts'
import { pages as resources } from './resources/pages.ts'
import { pages as sandboxEscape } from './sandbox-escape/pages.ts'
import { pages as secrets } from './secrets/pages.ts'
import { pages as shell } from './shell/pages.ts'
import { pages as supplyChain } from './supply-chain/pages.ts'
import { pages as syntax } from './syntax/pages.ts'

/** The Markdown pages of all rules by the rule's name. */
export const pages: Readonly<Record<string, string>> = {
  ...auditEvasion,
  ...codeInjection,
  ...deserialisation,
  ...files,
  ...imports,
  ...network,
  ...queryInjection,
  ...resources,
  ...sandboxEscape,
  ...secrets,
  ...shell,
  ...supplyChain,
  ...syntax,
}
