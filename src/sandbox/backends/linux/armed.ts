import { type Control, wallControls } from '../../../kernel/controls.ts'
import type { ControlGroups } from './control-groups.ts'

/** What holds every run of a sandbox with these groups: all of it is armed before the run's first line. */
export function armedControls(
  groups: Pick<ControlGroups, 'memory' | 'pids'> | undefined,
): readonly Control[] {
  const memory: Control = groups?.memory === undefined ? 'memory-watch' : 'cgroup-memory'
  return [
    ...wallControls,
    memory,
    ...(groups?.pids === undefined ? [] : (['cgroup-pids'] as const)),
  ]
}

/** What holds a run or a session: where it has egress, a gateway in place of having no network. */
export function armedFor(
  { egress }: { readonly egress?: unknown },
  armed: readonly Control[],
): readonly Control[] {
  if (egress === undefined) return armed
  return armed.map((control) => (control === 'no-network' ? 'egress-gateway' : control))
}

/** The required controls that are not among the armed ones. */
export function missingControls(
  required: readonly Control[],
  armed: readonly Control[],
): readonly Control[] {
  const held = new Set(armed)
  // Counting in a control group does what watching does, and better; so does no network beside a gateway.
  if (held.has('cgroup-memory')) held.add('memory-watch')
  if (held.has('no-network')) held.add('egress-gateway')
  return required.filter((control) => !held.has(control))
}
