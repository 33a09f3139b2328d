import { rootCertificates } from 'node:tls'
import { systemClock } from '../kernel/clock.ts'
import { CordonError } from '../kernel/errors.ts'
import { openAuthority } from './authority.ts'
import { type Credential, openCredential } from './credentials.ts'
import type { GatewayParts } from './gateway.ts'
import { systemResolver } from './pins.ts'
import type { CredentialPlan, EgressPolicy, SecretPlace } from './policy.ts'

/** All that a gateway is made from, as plain data that another process can be told. It holds secrets. */
export interface GatewaySettings {
  readonly policy: Pick<EgressPolicy, 'rules' | 'limits'>
  readonly credentials: readonly (readonly [name: string, plan: CredentialPlan])[]
  /** What lies in the places that credentials name. */
  readonly texts: readonly (readonly [place: SecretPlace, text: string])[]
  /** Certificate and key of the installation's own authority, PEM. */
  readonly authority: string
  /** Certificate authorities to trust beside the usual ones, PEM. */
  readonly authorities: readonly string[]
}

/** Every place from which a credential reads, secret or not. */
export function placesOf(plan: CredentialPlan): {
  readonly secret: SecretPlace
  readonly certificate?: SecretPlace
} {
  if (plan.kind === 'header') return { secret: plan.secret }
  if (plan.kind === 'jwt') return { secret: plan.key }
  return { secret: plan.key, certificate: plan.certificate }
}

/** Opens what settings name. Throws `key-unavailable` where a secret is no credential or the authority is unusable. */
export async function partsOf(settings: GatewaySettings): Promise<GatewayParts> {
  const { nowMs } = systemClock
  const textIn = (place: SecretPlace) => {
    const found = settings.texts.find(([each]) => isSame(each, place))
    if (found === undefined) throw new CordonError('internal', 'A credential was not handed over.')
    return found[1]
  }
  const means = { readSecret: textIn, readCertificate: textIn, nowMs }
  const credentials = new Map<string, Credential>()
  for (const [name, plan] of settings.credentials) {
    credentials.set(name, await openCredential(plan, means))
  }
  return {
    ...{ policy: settings.policy, credentials, resolve: systemResolver },
    authority: openAuthority(settings.authority, nowMs()),
    authorities: [...rootCertificates, ...settings.authorities],
  }
}

function isSame(one: SecretPlace, other: SecretPlace): boolean {
  return 'env' in one
    ? 'env' in other && one.env === other.env
    : 'file' in other && one.file === other.file
}
