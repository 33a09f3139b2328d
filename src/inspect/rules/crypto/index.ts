import type { Family } from '../../rule.ts'
import { cipherWithoutAuthentication } from './cipher-without-authentication.ts'
import { ecbMode } from './ecb-mode.ts'
import { ivConstant } from './iv-constant.ts'
import { kdfTooFewRounds } from './kdf-too-few-rounds.ts'
import { keyInCode } from './key-in-code.ts'
import { passwordHashFast } from './password-hash-fast.ts'
import { randomForSecret } from './random-for-secret.ts'
import { rsaPaddingWeak } from './rsa-padding-weak.ts'
import { saltConstant } from './salt-constant.ts'
import { smallKey } from './small-key.ts'
import { tokenTooShort } from './token-too-short.ts'
import { weakCipher } from './weak-cipher.ts'
import { weakHash } from './weak-hash.ts'

export const crypto: Family = {
  id: 'crypto',
  title: 'Cryptography',
  rules: [
    cipherWithoutAuthentication,
    ecbMode,
    ivConstant,
    kdfTooFewRounds,
    keyInCode,
    passwordHashFast,
    randomForSecret,
    rsaPaddingWeak,
    saltConstant,
    smallKey,
    tokenTooShort,
    weakCipher,
    weakHash,
  ],
}
