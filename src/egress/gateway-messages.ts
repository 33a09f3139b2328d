import { z } from 'zod'
import type { EgressRecord } from '../kernel/egress.ts'
import { CordonError } from '../kernel/errors.ts'
import type { Sha256 } from '../kernel/ids.ts'
import type { DoorKey, EarlierKey } from './gateway.ts'
import type { GatewaySettings } from './gateway-settings.ts'

/** What Cordon tells the gateway's process; `door` is a number of Cordon's choice. */
export type GatewayOrder =
  | { readonly kind: 'start'; readonly settings: GatewaySettings }
  | {
      readonly kind: 'open'
      readonly door: number
      readonly folder: string
      readonly name: string
      readonly earlier?: EarlierKey | undefined
    }
  | { readonly kind: 'close'; readonly door: number }

/** What was asked for since the last news, and how many requests there were in all. */
export interface DoorNews {
  readonly requests: readonly EgressRecord[]
  readonly allowed: number
  readonly denied: number
}

/** What the gateway's process tells Cordon; `loaded` is the first thing, and asks for the settings. */
export type GatewayMessage =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'started' }
  | { readonly kind: 'failed'; readonly door?: number | undefined; readonly error: WrittenError }
  | { readonly kind: 'opened'; readonly door: number; readonly key: DoorKey }
  | { readonly kind: 'asked'; readonly door: number; readonly news: DoorNews }
  | { readonly kind: 'closed'; readonly door: number; readonly news: DoorNews }

/** Reads what comes from the process that hostile requests go through; undefined for what it cannot have said. */
export function readGatewayMessage(message: unknown): GatewayMessage | undefined {
  return Message.safeParse(message).data
}

/** An error as another process can be told of it. */
export type WrittenError = z.infer<typeof Failure>

export function writeError(error: unknown): WrittenError {
  const code = Failure.shape.code.safeParse(error instanceof CordonError && error.code).data
  if (code === undefined || !(error instanceof CordonError)) {
    return { code: 'internal', message: 'The egress gateway could not be started.' }
  }
  return { code, message: error.message, ...(error.help !== undefined && { help: error.help }) }
}

export function readError({ code, message, help }: WrittenError): CordonError {
  return new CordonError(code, message, help === undefined ? {} : { help })
}

const count = z.number().int().nonnegative()
const text = z.string().max(1024)

const Failure = z.object({
  code: z.enum(['key-unavailable', 'sandbox-unavailable', 'sandbox-broken', 'internal']),
  message: text,
  help: text.optional(),
})

const Asked = z.object({
  decision: z.enum(['allowed', 'denied']),
  reason: text.nullable(),
  ...{ method: text, host: text, port: count, status: count },
  pathDigest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .transform((digest) => digest as Sha256)
    .nullable(),
  ...{ requestBytes: count, responseBytes: count },
  isRedirectDenied: z.boolean(),
})
const news = z.object({ requests: z.array(Asked), allowed: count, denied: count })
const Key = z.object({ socket: z.string(), password: z.string(), certificates: z.string() })

const Message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('loaded') }),
  z.object({ kind: z.literal('started') }),
  z.object({ kind: z.literal('failed'), door: count.optional(), error: Failure }),
  z.object({ kind: z.literal('opened'), door: count, key: Key }),
  z.object({ kind: z.literal('asked'), door: count, news }),
  z.object({ kind: z.literal('closed'), door: count, news }),
])
