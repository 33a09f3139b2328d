import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createCordon } from '../dist/index.js'
import { readEnvironment } from '../dist/surfaces/config.js'
import { gatewaysOf, groupsOf, remainsOf, sandboxProcesses } from './faults/remains.mjs'
import { atLeast, atMost } from './figures.mjs'

const worker = fileURLToPath(new URL('faults/worker.mjs', import.meta.url))
const principal = { id: 'ann', roles: ['analyst'], attributes: {} }
/** How long the kernel has to take down what was killed. */
const patienceMs = 10_000
const mostRunGroups = 12
/** Runs last up to so long by themselves, and the kill comes within that. */
const longestMs = 400
/** How often a kill is tried anew where its victim is not there at that moment. */
const tries = 50
const amounts = [3, 5, 8, 13]

/** Each kind of process that is killed, out of the processes of a sandbox. */
const victims = {
  child: ({ level, inner }) => level === 3 && inner === 1,
  'way to the gateway': ({ level, inner }) => level === 3 && inner !== 1,
  parent: ({ level, command }) =>
    level === 2 && !isShell(command) && command.includes('cordon_guest.supervisor'),
  shell: ({ command }) => isShell(command),
}

/** False where it was gone by then. */
function kill(pid) {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (error.code === 'ESRCH') return false
    throw error
  }
}

function isShell(command) {
  return /^\S*bwrap /.test(command)
}

const kinds = [...Object.keys(victims), 'gateway', 'Cordon']

/**
 * Kills one process with -9 at a random moment while runs go on, so many times; each time the next run must work, and in
 * the end nothing may be left. `seed` makes the moments come again.
 */
export async function measure({ kills = 200, seed = 7 } = {}) {
  const place = await openPlace()
  const trial = new Trial(place, seed)
  try {
    await trial.start()
    for (let kill = 0; kill < kills; kill++) await trial.killOnce(kinds[kill % kinds.length])
    await trial.end()
    return figuresOf(trial, kills)
  } finally {
    await trial.stop()
    await place.close()
  }
}

function figuresOf({ tally, faults }, kills) {
  for (const fault of faults.slice(0, 20)) process.stderr.write(`${fault.kind}: ${fault.what}\n`)
  const count = (kind) => faults.filter((fault) => fault.kind === kind).length
  const none = (name, kind) => atMost(name, count(kind), { unit: '', goal: 0 })
  return [
    atLeast('processes killed', tally.killed, { unit: '', goal: kills }),
    atLeast('runs that were going on then', tally.hit, { unit: '', goal: kills }),
    none('runs that answered what was not so', 'lie'),
    none('next runs that did not work', 'stuck'),
    none('things that were left', 'left'),
    none('ledgers that were not intact, or had open intents', 'ledger'),
  ]
}

class Trial {
  constructor(place, seed) {
    this.place = place
    this.random = randomOf(seed)
    this.tally = { killed: 0, hit: 0 }
    this.faults = []
    this.number = 0
    this.waiting = new Map()
  }

  async start() {
    const { configuration, folder } = this.place
    const options = JSON.stringify({ configuration, folder, principal })
    const child = fork(worker, [options], { execArgv: [] })
    this.child = child
    child.on('message', (message) => this.take(message))
    child.on('exit', () => {
      for (const number of [...this.waiting.keys()]) this.take({ number, status: 'unheard' })
    })
    const [said] = await Promise.race([once(child, 'message'), once(child, 'exit')])
    if (said !== 'open')
      throw new Error(`the process of Cordon's ended with ${said} before it was open`)
    await this.mustAnswer('the first run')
  }

  async killOnce(kind) {
    for (let attempt = 0; attempt < tries; attempt++) {
      const runs = [0, 1, 2].map(() => this.run(kind.includes('gateway') || this.random() < 0.5))
      await sleep(this.random() * longestMs)
      const victim = this.choose(kind)
      const isHit = this.waiting.size > 0
      const isKilled = victim !== undefined && kill(victim)
      if (isKilled) {
        this.tally.killed += 1
        this.tally.hit += isHit ? 1 : 0
      }
      await Promise.all(runs)
      if (kind === 'Cordon') await this.startAgain()
      else await this.mustAnswer(`after a kill of the ${kind}`)
      if (isKilled) return
    }
  }

  /** Nothing of a sandbox may be left once the worker has ended in peace, nor any file in the state folder. */
  async end() {
    const { pid } = this.child
    await sleep(500)
    const supervisors = sandboxProcesses(pid).filter(victims.parent)
    if (supervisors.length > 1) this.fault('left', `${supervisors.length} parents`)
    // Those of the children that wait, of a few runs that have just ended, and no more: once it is quiet they go.
    const runGroups = () =>
      groupsOf(pid)
        .flatMap((group) => readdirSync(group))
        .filter((name) => name.startsWith('run-')).length
    const until = performance.now() + patienceMs
    while (runGroups() > mostRunGroups && performance.now() < until) await sleep(50)
    if (runGroups() > mostRunGroups) this.fault('left', 'run groups')
    await this.stop()
    await this.nothingLeft(pid)
    await this.ledgerIntact()
  }

  async stop() {
    if (this.child?.connected) this.child.disconnect()
    if (this.child?.exitCode === null && this.child.signalCode === null)
      await once(this.child, 'exit')
  }

  async startAgain() {
    const { pid } = this.child
    await this.start()
    await this.nothingLeft(pid)
    await this.ledgerIntact()
  }

  async nothingLeft(pid) {
    const until = performance.now() + patienceMs
    const { runDir } = this.place
    while (remainsOf(pid, runDir).length > 0 && performance.now() < until) await sleep(50)
    for (const what of remainsOf(pid, runDir)) this.fault('left', what)
  }

  async ledgerIntact() {
    const { configuration, folder } = this.place
    const report = await createCordon({ configuration, folder }).verifyLedger()
    if (report.status !== 'intact') this.fault('ledger', report.message)
    else if (report.open.length > 0) this.fault('ledger', `${report.open.length} open intents`)
  }

  choose(kind) {
    if (kind === 'Cordon') return this.child.pid
    if (kind === 'gateway') return gatewaysOf(this.child.pid)[0]
    const fitting = sandboxProcesses(this.child.pid).filter(victims[kind])
    return fitting[Math.floor(this.random() * fitting.length)]?.pid
  }

  async mustAnswer(when) {
    const { status, failure, message } = await this.run(false)
    if (status === 'answered') return
    this.fault('stuck', `${when}: ${status} ${failure?.message ?? message ?? ''}`)
  }

  async run(asksServer) {
    this.number += 1
    const number = this.number
    const { code, wanted } = this.place.script(number, {
      asksServer,
      seconds: (this.random() * longestMs) / 1000,
    })
    const ended = await new Promise((resolve) => {
      this.waiting.set(number, resolve)
      this.child.send({ number, code, datasets: { orders: this.place.orders } })
    })
    if (ended.status === 'answered') await this.mustBeTrue(ended, wanted)
    return ended
  }

  /** An answer counts only where it is the right one and its receipt says so. */
  async mustBeTrue({ number, answer, receipt }, wanted) {
    const { configuration, folder } = this.place
    const check = await createCordon({ configuration, folder }).verify(receipt)
    const isRight = answer?.value?.value === wanted
    if (isRight && check.ok) return
    this.fault(
      'lie',
      `run ${number}: ${JSON.stringify(answer)}, its receipt is ${check.ok ? 'good' : check.reason}`,
    )
  }

  take(message) {
    const resolve = this.waiting.get(message.number)
    this.waiting.delete(message.number)
    resolve?.(message)
  }

  fault(kind, what) {
    this.faults.push({ kind, what })
  }
}

/** A configuration of its own, a data file, and a server that runs ask through the gateway. */
async function openPlace() {
  const folder = mkdtempSync(join(tmpdir(), 'cordon-faults-'))
  const orders = join(folder, 'orders.csv')
  writeFileSync(orders, `amount\n${amounts.join('\n')}\n`)
  const server = createServer((request, answer) => {
    setTimeout(() => answer.end(request.url?.slice(1)), longestMs / 4)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  const { runDir } = readEnvironment()
  mkdirSync(runDir, { recursive: true, mode: 0o711 })
  return {
    ...{ folder, orders, runDir },
    configuration: configurationFor(port),
    script: (number, options) => scriptOf(number, { port, ...options }),
    close: async () => {
      server.close()
      server.closeAllConnections()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function configurationFor(port) {
  return `version: 1
state: state
sandbox: { queue: 50 }
roles: { analyst: { permissions: ["*:*:INTERNAL"] } }
egress:
  allow: [{ host: 127.0.0.1, schemes: [http], ports: [${port}], addresses: [127.0.0.1] }]
datasets:
  orders: { classification: INTERNAL, rows: { analyst: "true" } }
`
}

/** What a run adds up is known only to who gave it the rows, and to the server that it asks. */
function scriptOf(number, { port, asksServer, seconds }) {
  const total = amounts.reduce((sum, amount) => sum + amount) + number
  const page = asksServer
    ? `int(urllib.request.urlopen("http://127.0.0.1:${port}/${number}", timeout=10).read())`
    : '0'
  const code = `import time
import urllib.request

time.sleep(${seconds.toFixed(3)})
result = int(orders["amount"].sum()) + ${number} + ${page}
`
  return { code, wanted: asksServer ? total + number : total }
}

/** Numbers from 0 to 1 that a seed settles (mulberry32). */
function randomOf(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
