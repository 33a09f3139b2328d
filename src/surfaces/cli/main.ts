import { readEnvironment } from '../config.ts'
import { runCli } from './cli.ts'

const environment = readEnvironment()
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // Once: who asks twice waits for what cannot be stopped, such as a pipe that nobody writes to, and then it just ends.
  process.once(signal, () => stop.abort())
}
// A reader such as `head` that has seen enough is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

void runCli(
  process.argv.slice(2),
  {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    stdin: () => process.stdin,
    outAndWait,
    width: process.stdout.columns ?? 100,
    hasColor: environment.wantsColor && process.stdout.isTTY === true,
    isInteractive: process.stderr.isTTY === true,
    signal: stop.signal,
  },
  environment,
).then((exitCode) => {
  process.exitCode = exitCode
})

/** A reader that has gone takes everything. */
function outAndWait(text: string): Promise<void> {
  return new Promise((done) => process.stdout.write(text, () => done()))
}
