import type { ClosedHost } from '../decide/facts.ts'
import { refusalOf } from '../egress/decide.ts'
import type { OpenDoor } from '../egress/gateway.ts'
import type { EgressPolicy } from '../egress/policy.ts'
import type { Capabilities } from '../kernel/capabilities.ts'
import { CordonError } from '../kernel/errors.ts'
import type { RunId } from '../kernel/ids.ts'
import type { Sandbox } from '../sandbox/port.ts'
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

/** Opens a run's way to the gateway, where there is one and the code may need it. */
export async function openWayOut(
  run: { readonly runId: RunId; readonly needs: Capabilities },
  { openGateway }: Pick<Corridor, 'openGateway'>,
  sandbox: Sandbox,
): Promise<OpenDoor | undefined> {
  const isNeeded = run.needs.hosts === 'unknown' || run.needs.hosts.length > 0
  if (!isNeeded || openGateway === undefined) return undefined
  if (sandbox.canEgress !== true) {
    const message = `The sandbox "${sandbox.backend}" cannot lead a run to the egress gateway.`
    const help = 'Use sandbox.backend linux, or take "egress" out of the configuration.'
    throw new CordonError('sandbox-unavailable', message, { help })
  }
  const gateway = await openGateway()
  return gateway.openDoor(sandbox.grantDir, run.runId)
}
