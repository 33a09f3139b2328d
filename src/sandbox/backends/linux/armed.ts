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

/** What holds a run with egress: a gateway in place of having no network. */
export function withEgress(armed: readonly Control[]): readonly Control[] {
  return armed.map((control) => (control === 'no-network' ? 'egress-gateway' : control))
}

/** The required controls that are not among the armed ones. */
export function missingControls(
  required: readonly Control[],
  armed: readonly Control[],
): readonly Control[] {
  // Counting in a control group does what watching does, and better.
  const held = new Set(armed.includes('cgroup-memory') ? [...armed, 'memory-watch'] : armed)
  return required.filter((control) => !held.has(control))
}
