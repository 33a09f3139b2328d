import { createServer, type RequestListener, type Server } from 'node:http'
import type { About } from './read-request.ts'
import { refuse, writtenRefusal } from './refusal.ts'

/** Who hears of what comes to a server. */
export interface ProxyListener {
  readonly onRequest: RequestListener
  /** What could be read in more than one way has got its answer. */
  readonly onMalformed: (about: Pick<About, 'method'>, status: number) => void
}

/** A strict HTTP server that keeps its time limits on connections that others hand to it, and listens nowhere itself. */
export function makeProxyServer(timeoutMs: number, listener: ProxyListener): Server {
  const server = createServer({
    insecureHTTPParser: false,
    requireHostHeader: true,
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: timeoutMs,
    requestTimeout: timeoutMs,
    connectionsCheckingInterval: Math.min(timeoutMs, 5_000),
    keepAliveTimeout: keepAliveMs,
  })
  // A server starts to keep its time limits when it listens, which another one does for this.
  server.emit('listening')
  // The size of all headers is bounded; one beyond a number would be obeyed and not seen here.
  server.maxHeadersCount = 0
  server.on('request', listener.onRequest)
  server.on('checkContinue', listener.onRequest)
  server.on('checkExpectation', ({ method = '' }, answer) => {
    listener.onMalformed({ method }, 417)
    refuse(answer, 417, 'malformed')
  })
  server.on('clientError', (error, socket) => {
    // The parser's errors; what else ends here is a connection that broke.
    if ('code' in error && String(error.code).startsWith('HPE_')) listener.onMalformed({}, 400)
    if (socket.writable) socket.end(writtenRefusal(400, 'malformed'))
    else socket.destroy()
  })
  return server
}

const maxHeaderBytes = 16 * 1024
/** Short, since others may wait; opening another one costs little on a machine's own sockets. */
const keepAliveMs = 2_000
