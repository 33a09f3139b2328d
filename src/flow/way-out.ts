import type { ClosedHost } from '../decide/facts.ts'
import { refusalOf } from '../egress/decide.ts'
import type { ClosedDoor, DoorKey, OpenDoor } from '../egress/gateway.ts'
import type { EgressPolicy } from '../egress/policy.ts'
import type { Capabilities } from '../kernel/capabilities.ts'
import { CordonError } from '../kernel/errors.ts'
import type { RunId } from '../kernel/ids.ts'
import type { JobReport, Sandbox } from '../sandbox/port.ts'
import type { Corridor } from './corridor.ts'

/** Hosts that code is seen to contact and no rule of the policy allows; none where the policy is silent. */
export function closedHosts(
  { hosts }: Capabilities,
  egress: EgressPolicy | undefined,
): readonly ClosedHost[] {
  if (egress === undefined || hosts === 'unknown') return []
  return hosts.flatMap((use) => {
    const reason = refusalOf(use, egress.rules)
    return reason === undefined ? [] : [{ host: use.host, reason }]
  })
}

/** Starts the gateway for code that may need it, while the sandbox is still being opened; whoever opens a door hears of faults. */
export function prepareWayOut(
  needs: Capabilities,
  { openGateway }: Pick<Corridor, 'openGateway'>,
): void {
  if (mayGoOut(needs)) openGateway?.().catch(() => {})
}

/** A run whose gateway broke off is none that succeeded: what it asked for last is in no evidence. */
export function judgeDoor(report: JobReport, closed: ClosedDoor | undefined): JobReport {
  if (closed?.isWhole !== false) return report
  if (report.status === 'failed' && report.failure.kind === 'cancelled') return report
  const { usage, controls, events } = report
  const message =
    'The egress gateway ended before the run did, so nobody knows all that it asked for.'
  const said = report.status === 'failed' ? report : { stdout: '', stderr: '' }
  const { stdout, stderr } = said
  const failure = { kind: 'crashed', message } as const
  return { status: 'failed', failure, stdout, stderr, usage, controls, events }
}

/** Opens a run's way to the gateway, where there is one and the code may need it; with the key that its session reserved. */
export async function openWayOut(
  run: { readonly runId: RunId; readonly needs: Capabilities },
  { openGateway }: Pick<Corridor, 'openGateway'>,
  sandbox: Sandbox,
  key?: DoorKey,
): Promise<OpenDoor | undefined> {
  if (openGateway === undefined || !mayGoOut(run.needs)) return undefined
  return openDoor(run.runId, openGateway, sandbox, key)
}

/** Works with the key of a door that is closed once the work is done; later ones open with it for scripts that need them. */
export async function reserveWayOut<T>(
  runId: RunId,
  { openGateway }: Pick<Corridor, 'openGateway'>,
  sandbox: Sandbox,
  work: (key: DoorKey) => Promise<T>,
): Promise<T> {
  if (openGateway === undefined) {
    const message = 'The session asks for a network, and the policy opens none.'
    throw new CordonError('usage', message, { help: 'Add "egress" to the configuration.' })
  }
  const door = await openDoor(runId, openGateway, sandbox)
  try {
    return await work(door.key)
  } finally {
    await door.close()
  }
}

async function openDoor(
  runId: RunId,
  openGateway: NonNullable<Corridor['openGateway']>,
  sandbox: Sandbox,
  key?: DoorKey,
): Promise<OpenDoor> {
  if (sandbox.canEgress !== true) {
    const message = `The sandbox "${sandbox.backend}" cannot lead a run to the egress gateway.`
    const help = 'Use sandbox.backend linux, or take "egress" out of the configuration.'
    throw new CordonError('sandbox-unavailable', message, { help })
  }
  const gateway = await openGateway()
  return gateway.openDoor(sandbox.grantDir, runId, key)
}

function mayGoOut({ hosts }: Capabilities): boolean {
  return hosts === 'unknown' || hosts.length > 0
}
