import type { Family } from '../../rule.ts'
import { clientCredentialInCode } from './client-credential-in-code.ts'
import { credentialInCode } from './credential-in-code.ts'
import { credentialInComment } from './credential-in-comment.ts'
import { environmentRead } from './environment-read.ts'
import { highEntropyValue } from './high-entropy-value.ts'
import { passwordInAddress } from './password-in-address.ts'
import { passwordInCode } from './password-in-code.ts'
import { privateKeyInCode } from './private-key-in-code.ts'
import { secretLogged } from './secret-logged.ts'
import { secretStored } from './secret-stored.ts'

export const secrets: Family = {
  id: 'secrets',
  title: 'Secrets',
  rules: [
    clientCredentialInCode,
    credentialInCode,
    credentialInComment,
    environmentRead,
    highEntropyValue,
    passwordInAddress,
    passwordInCode,
    privateKeyInCode,
    secretLogged,
    secretStored,
  ],
}
