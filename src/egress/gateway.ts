import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { EgressEvidence } from '../kernel/egress.ts'
import { CordonError } from '../kernel/errors.ts'
import type { Authority } from './authority.ts'
import type { Credential } from './credentials.ts'
import { Door } from './door.ts'
import type { Resolver } from './pins.ts'
import type { EgressPolicy } from './policy.ts'
import { secureContexts } from './upstream.ts'

/** What a gateway needs; all of it is read before a run gets a door. */
export interface GatewayParts {
  readonly policy: Pick<EgressPolicy, 'rules' | 'limits'>
  readonly authority: Authority
  /** By the name that rules give. */
  readonly credentials: ReadonlyMap<string, Credential>
  /** Certificate authorities by which servers are trusted, PEM. */
  readonly authorities: readonly string[]
  readonly resolve: Resolver
}

/** What the inside of one run needs to get to its door. */
export interface DoorKey {
  /** Path of the unix socket on the host. */
  readonly socket: string
  /** What the run must show with every request. */
  readonly password: string
  /** Certificates that the run must trust, PEM. */
  readonly certificates: string
}

export type EarlierKey = Pick<DoorKey, 'socket' | 'password'>

export interface OpenDoor {
  readonly key: DoorKey
  /** What the run has asked for so far. */
  readonly evidence: () => EgressEvidence
  /** Ends every connection, removes the socket and gives the evidence. Does not reject. */
  readonly close: () => Promise<ClosedDoor>
}

export interface ClosedDoor {
  readonly evidence: EgressEvidence
  /** False where the gateway broke off before, so that the last requests may be missing. */
  readonly isWhole: boolean
}

/** The one way out: holds rules, secrets and the authority, and opens a door of its own for every run. */
export interface Gateway {
  /**
   * Opens a door in a folder that only the run's sandbox can enter. `name` begins the ids of its requests. With the key of
   * an earlier door, closed by now, whoever has that finds this one.
   */
  readonly openDoor: (folder: string, name: string, earlier?: EarlierKey) => Promise<OpenDoor>
}

/** Makes a gateway in this process; nothing listens before a door is opened. */
export function createGateway(parts: GatewayParts): Gateway {
  const contextFor = secureContexts(parts.credentials, parts.authorities)
  const certificates = certificatesFor(parts)
  return {
    openDoor: async (folder, name, earlier) => {
      const { socket, password } = earlier ?? newKey(folder)
      const door = new Door({ ...parts, contextFor, password, name })
      await listen(door, socket)
      return {
        key: { socket, password, certificates },
        evidence: () => door.evidence,
        close: async () => {
          rmSync(socket, { force: true })
          return { evidence: await door.close(), isWhole: true }
        },
      }
    },
  }
}

/** The kernel takes no longer path for a socket (unix(7)). */
const maxSocketPathBytes = 107

function newKey(folder: string): EarlierKey {
  const socket = join(folder, `door-${randomBytes(6).toString('hex')}`)
  return { socket, password: randomBytes(24).toString('base64url') }
}

async function listen(door: Door, path: string): Promise<void> {
  if (Buffer.byteLength(path) > maxSocketPathBytes) {
    const message = `The path of a run's socket is too long: ${path}.`
    const help = 'Choose a shorter folder for running sandboxes (XDG_RUNTIME_DIR).'
    throw new CordonError('sandbox-unavailable', message, { help })
  }
  try {
    door.server.listen(path)
    await once(door.server, 'listening')
  } catch (cause) {
    await door.close()
    throw new CordonError('sandbox-broken', "A run's door to the network could not be opened.", {
      cause,
    })
  }
}

/** Where TLS passes through unread, the code meets the certificates of servers themselves. */
function certificatesFor({ policy, authority, authorities }: GatewayParts): string {
  const isUnread = policy.rules.some((rule) => rule.isPassedThrough)
  return [authority.certificate, ...(isUnread ? authorities : [])].join('\n')
}
