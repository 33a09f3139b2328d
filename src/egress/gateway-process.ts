import { createGateway, type Gateway, type OpenDoor } from './gateway.ts'
import {
  type DoorNews,
  type GatewayMessage,
  type GatewayOrder,
  writeError,
} from './gateway-messages.ts'
import { partsOf } from './gateway-settings.ts'

/** How often Cordon hears of what was asked for; what a gateway that is killed had not told by then is lost. */
const newsMs = 20

interface Watched {
  readonly opened: OpenDoor
  /** Tells Cordon what is new. */
  readonly timer: NodeJS.Timeout
  /** How much of the evidence it knows. */
  told: { readonly requests: number; readonly all: number }
}

/** The gateway as a process of its own: obeys the one that started it, and ends with it. */
class GatewayServer {
  private readonly doors = new Map<number, Watched>()
  private gateway: Gateway | undefined

  async obey(order: GatewayOrder): Promise<void> {
    const door = order.kind === 'start' ? undefined : order.door
    try {
      if (order.kind === 'start') {
        this.gateway = createGateway(await partsOf(order.settings))
        tell({ kind: 'started' })
      } else if (order.kind === 'open') await this.open(order)
      else await this.close(order.door)
    } catch (error) {
      tell({ kind: 'failed', door, error: writeError(error) })
    }
  }

  private async open({ door, folder, name, earlier }: Extract<GatewayOrder, { kind: 'open' }>) {
    const opened = await this.gateway?.openDoor(folder, name, earlier)
    if (opened === undefined) throw new TypeError('a door was asked for before the start')
    const timer = setInterval(() => this.tellNews(door), newsMs)
    this.doors.set(door, { opened, timer, told: { requests: 0, all: 0 } })
    tell({ kind: 'opened', door, key: opened.key })
  }

  private async close(door: number): Promise<void> {
    const watched = this.doors.get(door)
    if (watched === undefined) throw new TypeError('there is no such door')
    clearInterval(watched.timer)
    await watched.opened.close()
    this.doors.delete(door)
    tell({ kind: 'closed', door, news: newsOf(watched) })
  }

  private tellNews(door: number): void {
    const watched = this.doors.get(door)
    if (watched === undefined) return
    const { all } = watched.told
    const news = newsOf(watched)
    if (watched.told.all !== all) tell({ kind: 'asked', door, news })
  }
}

function newsOf(watched: Watched): DoorNews {
  const { requests, allowed, denied } = watched.opened.evidence()
  const news = { requests: requests.slice(watched.told.requests), allowed, denied }
  watched.told = { requests: requests.length, all: allowed + denied }
  return news
}

/** Where nobody hears it any more, there is nobody to work for. */
function tell(message: GatewayMessage): void {
  process.send?.(message, undefined, {}, (error) => {
    if (error) process.exit()
  })
}

const server = new GatewayServer()
// Only the process that made this one can speak to it here.
process.on('message', (order) => void server.obey(order as GatewayOrder))
process.on('disconnect', () => process.exit())
// They come to Cordon as well, which ends its runs in order, and this process then.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
tell({ kind: 'loaded' })
