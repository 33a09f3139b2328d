import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import { type Change, carry, type Passage, Stopped } from './carry.ts'
import type { EgressRequest } from './decide.ts'
import { decide } from './decide.ts'
import type { Refusal } from './evidence.ts'
import { endToEnd, type HeaderLine, headerLines, valuesOf } from './headers.ts'
import { readAuthority, writeHost } from './host.ts'
import { readTarget } from './path.ts'
import type { EgressRule } from './policy.ts'
import type { Redaction } from './redact.ts'
import { refuse } from './refusal.ts'

/** A request under way: its two ends and what holds for it. */
export interface Exchange {
  readonly incoming: IncomingMessage
  readonly answer: ServerResponse
  readonly outgoing: ClientRequest
  readonly rule: EgressRule
  readonly hasBody: boolean
  readonly timeoutMs: number
  readonly redaction: Redaction | undefined
}

/** How an exchange ended; `status` is what the code got. */
export interface ExchangeEnd {
  readonly reason: Refusal | null
  readonly status: number
  readonly requestBytes: number
  readonly responseBytes: number
  readonly location: string | undefined
}

/** Carries a request to its server and the answer back, within time and sizes. Never rejects. */
export async function exchange(given: Exchange): Promise<ExchangeEnd> {
  const { incoming, answer, outgoing, rule } = given
  const sent: Passage = passageOf(rule.requestBytes, 'request-size')
  const change = given.redaction?.body()
  const received = passageOf(rule.responseBytes, 'response-size', change)
  let reason: Refusal | null = null
  let location: string | undefined
  const stop = (why: Refusal) => {
    reason ??= why
    outgoing.destroy()
  }
  const timer = setTimeout(() => stop('timeout'), given.timeoutMs)
  answer.once('close', () => {
    if (!answer.writableFinished) stop('unreachable')
  })
  // A server may answer before it has read everything, so nobody waits for this.
  if (given.hasBody) carry(incoming, outgoing, sent).catch((error) => stop(reasonOf(error)))
  else outgoing.end()
  try {
    const response = await answerOf(outgoing)
    ;[location] = valuesOf(headerLines(response.rawHeaders), 'location')
    await passBack(response, received, given)
  } catch (error) {
    stop(reasonOf(error))
    giveUp(answer, reason ?? 'unreachable')
  } finally {
    clearTimeout(timer)
  }
  const status = answer.headersSent ? answer.statusCode : 0
  return { reason, status, requestBytes: sent.bytes, responseBytes: received.bytes, location }
}

/** True where a redirect leads to a place that no rule allows; the request that follows it is judged again by itself. */
export function leadsAstray(
  location: string,
  from: EgressRequest,
  rules: readonly EgressRule[],
): boolean {
  const base = `${from.scheme}://${writeHost(from.host)}:${from.port}${from.target.path}`
  if (!URL.canParse(location, base)) return true
  const { protocol, host, pathname, search, username } = new URL(location, base)
  const authority = readAuthority(host)
  const target = readTarget(pathname + search)
  const scheme = protocol === 'https:' ? 'https' : 'http'
  const isWeb = protocol === 'https:' || protocol === 'http:'
  if (!isWeb || username !== '' || authority === undefined || target === undefined) return true
  const port = authority.port ?? (scheme === 'https' ? 443 : 80)
  const next = {
    scheme,
    host: authority.host,
    port,
    target,
    otherMethods: [],
    headerNames: [],
    bodyBytes: 0,
  } as const
  return decide({ ...next, method: 'GET' }, rules).verdict === 'deny'
}

function reasonOf(error: unknown): Refusal {
  return error instanceof Stopped ? error.reason : 'unreachable'
}

function answerOf(outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve)
    outgoing.on('error', reject)
    outgoing.once('close', reject)
  })
}

async function passBack(
  response: IncomingMessage,
  received: Passage,
  { answer, incoming, rule, redaction }: Exchange,
): Promise<void> {
  const lines = headerLines(response.rawHeaders)
  const length = Number(valuesOf(lines, 'content-length')[0] ?? 0)
  if (incoming.method !== 'HEAD' && length > rule.responseBytes) throw new Stopped('response-size')
  const codings = [...valuesOf(lines, 'content-encoding'), ...valuesOf(lines, 'transfer-encoding')]
  const isPlain = codings.every((coding) => /^(?:identity|chunked)$/i.test(coding))
  // What is compressed could show a secret that nobody sees here.
  if (redaction !== undefined && !isPlain) throw new Stopped('encoded')
  answer.sendDate = false
  answer.writeHead(response.statusCode ?? 502, flat(endToEnd(lines), redaction))
  await carry(response, answer, received)
}

function passageOf(limit: number, tooLong: Refusal, change?: Change): Passage {
  return { bytes: 0, limit, tooLong, change }
}

function flat(lines: readonly HeaderLine[], redaction: Redaction | undefined): string[] {
  if (redaction === undefined) return lines.flat()
  return lines.flat().map((text) => redaction.text(text))
}

/** An answer that has begun can only be cut off, so that nobody takes it for whole. */
function giveUp(answer: ServerResponse, reason: Refusal): void {
  if (answer.headersSent) answer.destroy()
  else refuse(answer, reason === 'timeout' ? 504 : reason === 'request-size' ? 413 : 502, reason)
}
