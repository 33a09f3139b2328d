import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { rootCertificates } from 'node:tls'
import { newAuthority, openAuthority } from '../egress/authority.ts'
import { type Credential, openCredential } from '../egress/credentials.ts'
import { createGateway, type Gateway } from '../egress/gateway.ts'
import { systemResolver } from '../egress/pins.ts'
import type { EgressPolicy, SecretPlace } from '../egress/policy.ts'
import { systemClock } from '../kernel/clock.ts'
import { CordonError } from '../kernel/errors.ts'
import { readOrCreateFile, readPrivateFile } from '../ledger/private-file.ts'
import type { Configuration, Environment } from './config.ts'

/**
 * Opens the gateway of a configuration: reads its secrets and the installation's authority, which is made at first use.
 * Throws `key-unavailable` where a secret is missing or open to others.
 */
export async function openGateway(
  policy: EgressPolicy,
  { stateDir, folder }: Pick<Configuration, 'stateDir' | 'folder'>,
  { variables }: Environment,
): Promise<Gateway> {
  const { nowMs } = systemClock
  const readText = (file: string) => readPublic(resolve(folder, file))
  const read = (place: SecretPlace, readFile: (path: string) => string) =>
    'env' in place ? readVariable(place.env, variables) : readFile(resolve(folder, place.file))
  const means = {
    readSecret: (place: SecretPlace) => read(place, readSecretFile),
    readCertificate: (place: SecretPlace) => read(place, readPublic),
    nowMs,
  }
  const credentials = new Map<string, Credential>()
  for (const [name, plan] of policy.credentials) {
    credentials.set(name, await openCredential(plan, means))
  }
  const pem = readOrCreateFile(join(stateDir, 'keys', 'egress-ca.pem'), {
    mode: 0o600,
    make: () => newAuthority(nowMs()),
  })
  return createGateway({
    ...{ policy, credentials, resolve: systemResolver },
    authority: openAuthority(new TextDecoder().decode(pem), nowMs()),
    authorities: [...rootCertificates, ...policy.authorities.map(readText)],
  })
}

function readVariable(name: string, variables: Environment['variables']): string {
  const value = variables[name]
  if (value !== undefined && value !== '') return value
  throw new CordonError('key-unavailable', `The environment variable ${name} is not set.`, {
    help: 'A credential under "egress" in the configuration is kept there.',
  })
}

function readSecretFile(path: string): string {
  const bytes = readPrivateFile(path)
  if (bytes !== undefined) return new TextDecoder().decode(bytes)
  throw new CordonError('key-unavailable', `There is no secret file ${path}.`, {
    help: 'A credential under "egress" in the configuration is kept there.',
  })
}

function readPublic(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new CordonError('key-unavailable', `Cannot read the certificate file ${path}.`, {
      help: 'It is named under "egress" in the configuration.',
      cause,
    })
  }
}
