import type { Family, Rule } from '../rule.ts'
import { auditEvasion } from './audit-evasion/index.ts'
import { codeInjection } from './code-injection/index.ts'
import { deserialisation } from './deserialisation/index.ts'
import { files } from './files/index.ts'
import { imports } from './imports/index.ts'
import { network } from './network/index.ts'
import { queryInjection } from './query-injection/index.ts'
import { resources } from './resources/index.ts'
import { sandboxEscape } from './sandbox-escape/index.ts'
import { secrets } from './secrets/index.ts'
import { shell } from './shell/index.ts'
import { supplyChain } from './supply-chain/index.ts'
import { syntax } from './syntax/index.ts'

/** Every family there is; a test holds this list and the folders together. */
export const families: readonly Family[] = [
  auditEvasion,
  codeInjection,
  deserialisation,
  files,
  imports,
  network,
  queryInjection,
  resources,
  sandboxEscape,
  secrets,
  shell,
  supplyChain,
  syntax,
]

export const rules: readonly Rule[] = families.flatMap((family) => family.rules)
