import type { Family, Rule } from '../rule.ts'
import { auditEvasion } from './audit-evasion/index.ts'
import { codeInjection } from './code-injection/index.ts'
import { crypto } from './crypto/index.ts'
import { deserialisation } from './deserialisation/index.ts'
import { files } from './files/index.ts'
import { imports } from './imports/index.ts'
import { network } from './network/index.ts'
import { output } from './output/index.ts'
import { pii } from './pii/index.ts'
import { queryInjection } from './query-injection/index.ts'
import { resources } from './resources/index.ts'
import { sandboxEscape } from './sandbox-escape/index.ts'
import { secrets } from './secrets/index.ts'
import { shell } from './shell/index.ts'
import { syntax } from './syntax/index.ts'
import { web } from './web/index.ts'
import { xml } from './xml/index.ts'

/** Every family there is; a test holds this list and the folders together. */
export const families: readonly Family[] = [
  auditEvasion,
  codeInjection,
  crypto,
  deserialisation,
  files,
  imports,
  network,
  output,
  pii,
  queryInjection,
  resources,
  sandboxEscape,
  secrets,
  shell,
  syntax,
  web,
  xml,
]

export const rules: readonly Rule[] = families.flatMap((family) => family.rules)
