import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultLimits } from '../dist/kernel/limits.js'
import { openLinuxSandbox } from '../dist/sandbox/backends/linux/open.js'
import { loadRuntime } from '../dist/sandbox/runtime/load.js'
import { readEnvironment } from '../dist/surfaces/config.js'
import { atMost, percentile, plain } from './figures.mjs'

const rounds = 3

/** The same Python threads outside, straight to the server, and in a sandbox, through its forwarder and the gateway. */
export async function measureInside({ gateway, port, certificate }) {
  const runtime = await loadRuntime(readEnvironment())
  const stateDir = mkdtempSync(join(tmpdir(), 'cordon-bench-'))
  chmodSync(stateDir, 0o755)
  const sandbox = await openLinuxSandbox({ runtime, stateDir, required: [], canEgress: true })
  const door = await gateway.openDoor(sandbox.grantDir, 'bench')
  const samples = { direct: [], inside: [] }
  try {
    for (let round = -1; round < rounds; round++) {
      const env = { CA: certificate }
      const printed = `${client(port)}\nprint(json.dumps(result))`
      const outside = execFileSync(runtime.python, ['-I', '-c', printed], { env })
      const end = await sandbox.run(jobOf(client(port), door.key), new AbortController().signal)
      if (end.status === 'failed') throw new Error(JSON.stringify(end.failure))
      if (round < 0) continue
      samples.direct.push(...JSON.parse(outside.toString()))
      samples.inside.push(...end.answer.value.value)
    }
  } finally {
    await door.close()
    await sandbox.close()
    rmSync(stateDir, { recursive: true, force: true })
  }
  const { direct, inside } = samples
  const added = (share) => percentile(inside, share) - percentile(direct, share)
  return [
    atMost('from inside, https: added at 50 threads, p50', added(0.5), { unit: 'ms', goal: 2 }),
    atMost('from inside, https: added at 50 threads, p99', added(0.99), { unit: 'ms', goal: 20 }),
    plain('the same threads outside, direct, p50', percentile(direct), 'ms'),
    plain('the same threads outside, direct, p99', percentile(direct, 0.99), 'ms'),
  ]
}

function jobOf(code, egress) {
  return { code, fileName: 'script.py', inputs: [], limits: defaultLimits, egress }
}

const client = (port) => `
import base64, http.client, json, os, ssl, threading, time
from urllib.parse import urlsplit
proxy = urlsplit(os.environ.get('https_proxy', ''))
context = ssl.create_default_context(cadata=os.environ.get('CA'))
taken = []
def ask_on():
    if proxy.hostname:
        connection = http.client.HTTPSConnection(proxy.hostname, proxy.port, context=context)
        basic = base64.b64encode(f'{proxy.username}:{proxy.password}'.encode()).decode()
        connection.set_tunnel('localhost', ${port}, {'Proxy-Authorization': 'Basic ' + basic})
    else:
        connection = http.client.HTTPSConnection('localhost', ${port}, context=context)
    for n in range(14):
        start = time.perf_counter()
        connection.request('GET', '/slow')
        assert len(connection.getresponse().read()) == 1000
        if n >= 2:
            taken.append((time.perf_counter() - start) * 1000)
threads = [threading.Thread(target=ask_on) for _ in range(50)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert len(taken) == 600
result = taken`
