/** One thing that holds a run in. A back end reports which of these it armed; policy says which it must. */
export const controls = [
  'unprivileged-uid',
  'user-namespace',
  'mount-namespace',
  'pid-namespace',
  'ipc-namespace',
  'no-network',
  'read-only-root',
  'private-tmp',
  'no-capabilities',
  'no-new-privileges',
  'seccomp',
  'rlimits',
  'cgroup-memory',
  'cgroup-pids',
  'memory-watch',
  'wall-clock',
  'output-cap',
  'result-cap',
] as const

export type Control = (typeof controls)[number]

/** What a machine may lack without letting a run out: counting in control groups, or watching in their place. */
const countingControls: readonly Control[] = ['cgroup-memory', 'cgroup-pids', 'memory-watch']

/** The walls: without any one of these nothing runs. */
export const wallControls: readonly Control[] = controls.filter(
  (control) => !countingControls.includes(control),
)
