import type { AddressRange } from './address.ts'
import type { Host } from './host.ts'

export const schemes = ['http', 'https'] as const
export type Scheme = (typeof schemes)[number]

/** Methods that a rule may allow. CONNECT and TRACE are never among them: TRACE reflects what the gateway adds. */
export const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type Method = (typeof methods)[number]

/** The only methods that may carry a body. */
export const methodsWithBody: readonly Method[] = ['POST', 'PUT', 'PATCH', 'DELETE']

/** A host, or with `hasSubdomains` every name below it and not the name itself. */
export interface HostPattern {
  readonly host: Host
  readonly hasSubdomains: boolean
}

/** One thing that code may reach. */
export interface EgressRule {
  readonly host: HostPattern
  readonly schemes: readonly Scheme[]
  /** Empty for the usual port of each scheme. */
  readonly ports: readonly number[]
  readonly methods: readonly Method[]
  /** Path prefixes, each normalised. */
  readonly paths: readonly string[]
  /** Lower-case names of the only headers that code may send beside those every client sends; undefined for any. */
  readonly headers: readonly string[] | undefined
  readonly requestBytes: number
  readonly responseBytes: number
  /** Addresses that are not global and yet allowed for this host. */
  readonly addresses: readonly AddressRange[]
  /** TLS goes through unread, so only host and port hold. */
  readonly isPassedThrough: boolean
  /** Name of the credential that the gateway adds. */
  readonly credential: string | undefined
}

/** Where a secret is kept: an environment variable or a file. */
export type SecretPlace = { readonly env: string } | { readonly file: string }

/** What the gateway proves to a server in the run's place. */
export type CredentialPlan =
  | {
      readonly kind: 'header'
      /** Lower-case. */
      readonly header: string
      readonly prefix: string
      readonly secret: SecretPlace
    }
  | {
      readonly kind: 'jwt'
      /** RSA private key, PKCS 8 PEM. */
      readonly key: SecretPlace
      readonly keyId: string | undefined
      readonly issuer: string
      readonly audience: string
      readonly subject: string | undefined
    }
  | {
      readonly kind: 'client-certificate'
      readonly certificate: SecretPlace
      readonly key: SecretPlace
    }

export interface EgressLimits {
  /** Of one run, with bursts of as many. */
  readonly requestsPerMinute: number
  /** From a request's first line to its answer's last byte. */
  readonly timeoutMs: number
  /** Open connections of one run. */
  readonly connections: number
}

/** The `egress:` section, read and checked. */
export interface EgressPolicy {
  readonly rules: readonly EgressRule[]
  readonly limits: EgressLimits
  readonly credentials: ReadonlyMap<string, CredentialPlan>
  /** Files with certificate authorities to trust beside the usual ones. */
  readonly authorities: readonly string[]
}
