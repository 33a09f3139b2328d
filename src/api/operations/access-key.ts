import { z } from 'zod'
import { type ApiKeyEntry, makeApiKey } from '../../data/identity/api-keys.ts'
import { checkRoles } from '../../flow/prepare.ts'
import type { Principal } from '../../kernel/principal.ts'
import type { Operation } from '../operation.ts'
import { PrincipalDocument } from './run.ts'

const AccessKeyInput = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,64}$/, { error: 'a key id is up to 64 of a-z, 0-9 and -' }),
  principal: PrincipalDocument,
  /** RFC 3339. */
  expires: z.iso.datetime({ offset: true }).exactOptional(),
})
export type AccessKeyInput = z.infer<typeof AccessKeyInput>

/** A key as it is shown once, and what is to be kept of it. */
export interface NewApiKey {
  readonly key: string
  readonly entry: ApiKeyEntry<Principal>
}

/** What `cordon access key --json` prints. */
const AccessKeyDocument = z.strictObject({
  document: z.literal('cordon.access-key/1'),
  key: z.string(),
  entry: z.strictObject({ ...AccessKeyInput.shape, sha256: z.string() }),
})

/** Makes an API key for a service; it is kept nowhere. */
export const accessKeyOperation: Operation<AccessKeyInput, NewApiKey> = {
  name: 'access key',
  summary: 'Make an API key for a service, and the line to keep of it',
  permission: 'administer',
  surfaces: ['cli', 'library'],
  input: AccessKeyInput,
  output: AccessKeyDocument,
  run: async ({ id, principal, expires }, services) => {
    checkRoles({ principal }, services.policy())
    const { key, sha256 } = makeApiKey(id)
    return { key, entry: { id, sha256, ...(expires !== undefined && { expires }), principal } }
  },
  document: (made) => ({ document: 'cordon.access-key/1', ...made }),
}
