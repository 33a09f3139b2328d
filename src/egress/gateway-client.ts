import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { EgressEvidence } from '../kernel/egress.ts'
import { CordonError } from '../kernel/errors.ts'
import type { ClosedDoor, EarlierKey, Gateway, OpenDoor } from './gateway.ts'
import {
  type DoorNews,
  type GatewayMessage,
  type GatewayOrder,
  readError,
  readGatewayMessage,
} from './gateway-messages.ts'
import type { GatewaySettings } from './gateway-settings.ts'

/** A gateway in a process of its own, which ends with this one. */
export interface GatewayProcess extends Gateway {
  readonly pid: number | undefined
  /** False once it has ended; it opens no more doors then. */
  readonly isAlive: boolean
  readonly close: () => void
}

/**
 * Starts a gateway's process. What hostile requests go through is kept apart by it from the keys and the data of this
 * process, and waits for nothing that this one does. Throws `key-unavailable` where the settings hold no usable secret.
 */
export async function startGateway(settings: GatewaySettings): Promise<GatewayProcess> {
  const client = new GatewayClient()
  try {
    await client.ask({ kind: 'start', settings }, noDoor)
    return client
  } catch (error) {
    client.close()
    throw error
  }
}

/** Room for what requests leave behind, so that clearing it away rarely holds one up. */
const flags = ['--max-semi-space-size=32']
/** Under this number the start itself is waited for. */
const noDoor = 0
const nothing: EgressEvidence = { requests: [], allowed: 0, denied: 0 }

interface Waiting {
  readonly resolve: (message: GatewayMessage) => void
  readonly reject: (error: CordonError) => void
}

class GatewayClient implements GatewayProcess {
  private readonly child: ChildProcess
  private readonly loaded: Promise<unknown>
  private readonly waiting = new Map<number, Waiting>()
  private readonly asked = new Map<number, EgressEvidence>()
  private doors = noDoor
  private hasEnded = false

  constructor() {
    // Nothing of this process's surroundings goes with it: no variable, no flag, no folder.
    this.child = fork(fileURLToPath(new URL('./gateway-process.js', import.meta.url)), {
      ...{ env: {}, execArgv: flags, cwd: '/' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.loaded = new Promise((resolve) => this.child.once('message', resolve))
    this.child.on('message', (message) => this.hear(readGatewayMessage(message)))
    this.child.on('error', () => this.breakOff())
    this.child.on('exit', () => this.breakOff())
    this.child.unref()
  }

  get pid(): number | undefined {
    return this.child.pid
  }

  get isAlive(): boolean {
    return this.child.connected && !this.hasEnded
  }

  readonly openDoor = async (
    folder: string,
    name: string,
    earlier?: EarlierKey,
  ): Promise<OpenDoor> => {
    this.doors += 1
    const door = this.doors
    const message = await this.ask({ kind: 'open', door, folder, name, earlier }, door)
    if (message.kind !== 'opened') throw brokenOff()
    this.asked.set(door, nothing)
    const evidence = () => this.asked.get(door) ?? nothing
    return { key: message.key, evidence, close: () => this.closeDoor(door) }
  }

  readonly close = (): void => {
    this.child.kill('SIGKILL')
  }

  /** Gives the answer to an order; rejects where that is an error, or where the process ends before. */
  async ask(order: GatewayOrder, door: number): Promise<GatewayMessage> {
    const answered = new Promise<GatewayMessage>((resolve, reject) => {
      this.waiting.set(door, { resolve, reject })
    })
    this.child.channel?.ref()
    if (order.kind === 'start') await Promise.race([this.loaded, answered])
    if (this.isAlive) this.child.send(order, (error) => error && this.breakOff())
    else this.breakOff()
    return answered
  }

  private async closeDoor(door: number): Promise<ClosedDoor> {
    const isWhole = await this.ask({ kind: 'close', door }, door).then(
      ({ kind }) => kind === 'closed',
      () => false,
    )
    const evidence = this.asked.get(door) ?? nothing
    this.asked.delete(door)
    return { evidence, isWhole }
  }

  private hear(message: GatewayMessage | undefined): void {
    // One that speaks in other words is no longer trusted with anything.
    if (message === undefined) this.close()
    else if ('news' in message) this.add(message.door, message.news)
    if (message === undefined || message.kind === 'loaded' || message.kind === 'asked') return
    const waiting = this.take('door' in message ? (message.door ?? noDoor) : noDoor)
    if (message.kind === 'failed') waiting?.reject(readError(message.error))
    else waiting?.resolve(message)
  }

  private add(door: number, { requests, allowed, denied }: DoorNews): void {
    const known = this.asked.get(door)
    if (known === undefined) return
    this.asked.set(door, { requests: [...known.requests, ...requests], allowed, denied })
  }

  private take(door: number): Waiting | undefined {
    const waiting = this.waiting.get(door)
    this.waiting.delete(door)
    if (this.waiting.size === 0) this.child.channel?.unref()
    return waiting
  }

  private breakOff(): void {
    this.hasEnded = true
    for (const door of [...this.waiting.keys()]) this.take(door)?.reject(brokenOff())
  }
}

function brokenOff(): CordonError {
  const message = 'The process of the egress gateway has ended.'
  return new CordonError('sandbox-broken', message, {
    help: 'Run it again; the next run starts another one.',
  })
}
