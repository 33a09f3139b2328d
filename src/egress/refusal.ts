import type { ServerResponse } from 'node:http'
import type { Refusal } from './evidence.ts'

/** Answers in the server's place, in words that name no secret and nothing of the request. */
export function refuse(answer: ServerResponse, status: number, reason: Refusal): void {
  if (answer.headersSent || answer.destroyed) return
  const text = `${words(reason)}\n`
  answer.writeHead(status, words(reason), {
    'Content-Type': 'text/plain',
    'Content-Length': Buffer.byteLength(text),
    Connection: 'close',
    ...(status === 407 && { 'Proxy-Authenticate': challenge }),
  })
  answer.end(answer.req.method === 'HEAD' ? undefined : text)
}

/** The same as the whole text of an answer, where there is a connection and no request. */
export function writtenRefusal(status: number, reason: Refusal): string {
  const more = status === 407 ? [`Proxy-Authenticate: ${challenge}`] : []
  const lines = [`HTTP/1.1 ${status} ${words(reason)}`, ...more, 'Content-Length: 0']
  return [...lines, 'Connection: close', '', ''].join('\r\n')
}

const challenge = 'Basic realm="cordon"'

/** Clients show this in the traceback, so it says what to ask for. */
function words(reason: Refusal): string {
  return `Refused by Cordon: ${refusalWords[reason]}`
}

const refusalWords: { readonly [R in Refusal]: string } = {
  host: 'the policy allows no such host',
  scheme: 'the policy allows this host by another scheme only',
  port: 'the policy allows this host at another port only',
  method: 'the policy allows no such method there',
  path: 'the policy allows no such path there',
  header: 'the policy allows no such header there',
  body: 'a request with this method may not have a body',
  size: 'the body is larger than the policy allows',
  password: 'the password of this run is missing',
  malformed: 'the request could be read in more than one way',
  misdirected: 'connection, server name and Host header name different places',
  handshake: 'the client gave up before TLS stood, or trusts other certificates',
  rate: 'more requests than the policy allows in a minute',
  connections: 'more connections than the policy allows were open all the time',
  unresolved: 'the host has no address',
  address: 'the host has an address that the policy keeps closed',
  'request-size': 'the body is larger than the policy allows',
  'response-size': 'the answer is larger than the policy allows',
  encoded: 'the answer is encoded though that was not asked for',
  timeout: 'the server took too long',
  unreachable: 'the server could not be reached or broke off',
}
