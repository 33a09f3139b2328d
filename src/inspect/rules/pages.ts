// Written by scripts/rule-pages.mjs.
import { pages as auditEvasion } from './audit-evasion/pages.ts'
import { pages as codeInjection } from './code-injection/pages.ts'
import { pages as crypto } from './crypto/pages.ts'
import { pages as deserialisation } from './deserialisation/pages.ts'
import { pages as files } from './files/pages.ts'
import { pages as imports } from './imports/pages.ts'
import { pages as network } from './network/pages.ts'
import { pages as output } from './output/pages.ts'
import { pages as pii } from './pii/pages.ts'
import { pages as queryInjection } from './query-injection/pages.ts'
import { pages as resources } from './resources/pages.ts'
import { pages as sandboxEscape } from './sandbox-escape/pages.ts'
import { pages as secrets } from './secrets/pages.ts'
import { pages as shell } from './shell/pages.ts'
import { pages as syntax } from './syntax/pages.ts'
import { pages as web } from './web/pages.ts'
import { pages as xml } from './xml/pages.ts'

/** The Markdown pages of all rules by the rule's name. */
export const pages: Readonly<Record<string, string>> = {
  ...auditEvasion,
  ...codeInjection,
  ...crypto,
  ...deserialisation,
  ...files,
  ...imports,
  ...network,
  ...output,
  ...pii,
  ...queryInjection,
  ...resources,
  ...sandboxEscape,
  ...secrets,
  ...shell,
  ...syntax,
  ...web,
  ...xml,
}
