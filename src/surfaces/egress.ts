import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { newAuthority } from '../egress/authority.ts'
import type { Gateway } from '../egress/gateway.ts'
import { type GatewayProcess, startGateway } from '../egress/gateway-client.ts'
import { type GatewaySettings, placesOf } from '../egress/gateway-settings.ts'
import type { CredentialPlan, EgressPolicy, SecretPlace } from '../egress/policy.ts'
import { systemClock } from '../kernel/clock.ts'
import { CordonError } from '../kernel/errors.ts'
import { readOrCreateFile, readPrivateFile } from '../ledger/private-file.ts'
import type { Configuration, Environment } from './config.ts'

/** The gateway of a configuration, with its process started by the first door and started anew where that has ended. */
export class ConfiguredGateway implements Gateway {
  private readonly settings: () => GatewaySettings
  private running: Promise<GatewayProcess> | undefined
  private isClosed = false

  constructor(
    policy: EgressPolicy,
    configuration: Pick<Configuration, 'stateDir' | 'folder'>,
    environment: Environment,
  ) {
    this.settings = () => settingsOf(policy, configuration, environment)
  }

  /** Starts the process, so that a door need not wait for it. Throws `key-unavailable` where a secret is missing or open to others. */
  readonly start = async (): Promise<GatewayProcess> => {
    if (this.isClosed) throw new CordonError('cancelled', 'The egress gateway was closed.')
    const running = await this.running?.catch(() => undefined)
    if (running?.isAlive) return running
    this.running = startGateway(this.settings())
    return this.running
  }

  readonly openDoor: Gateway['openDoor'] = async (...asked) =>
    (await this.start()).openDoor(...asked)

  readonly close = async (): Promise<void> => {
    this.isClosed = true
    const running = await this.running?.catch(() => undefined)
    running?.close()
  }
}

/** Reads everything that the gateway is made from; the installation's authority is made at first use. */
function settingsOf(
  { rules, limits, credentials, authorities }: EgressPolicy,
  { stateDir, folder }: Pick<Configuration, 'stateDir' | 'folder'>,
  { variables }: Environment,
): GatewaySettings {
  const readText = (file: string) => readPublic(resolve(folder, file))
  const read = (place: SecretPlace, readFile: (path: string) => string) =>
    'env' in place ? readVariable(place.env, variables) : readFile(resolve(folder, place.file))
  const textsOf = (plan: CredentialPlan) => {
    const { secret, certificate } = placesOf(plan)
    const texts: [SecretPlace, string][] = [[secret, read(secret, readSecretFile)]]
    if (certificate !== undefined) texts.push([certificate, read(certificate, readPublic)])
    return texts
  }
  const authority = readOrCreateFile(join(stateDir, 'keys', 'egress-ca.pem'), {
    mode: 0o600,
    make: () => newAuthority(systemClock.nowMs()),
  })
  return {
    policy: { rules, limits },
    credentials: [...credentials],
    texts: [...credentials.values()].flatMap(textsOf),
    authority: new TextDecoder().decode(authority),
    authorities: authorities.map(readText),
  }
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
