/** One thing that holds a run in. A back end reports which of these it armed; policy says which it must. */
export const controls = [
  'unprivileged-uid',
  'user-namespace',
  'mount-namespace',
  'pid-namespace',
  'ipc-namespace',
  'no-network',
  'egress-gateway',
  'read-only-root',
  'private-tmp',
  'no-capabilities',
  'no-new-privileges',
  'seccomp',
  'rlimits',
  'cgroup-memory',
  'cgroup-pids',
  'cgroup-cpu',
  'memory-watch',
  'wall-clock',
  'output-cap',
  'result-cap',
] as const

export type Control = (typeof controls)[number]

/**
 * What a run may lack without getting out: counting in control groups or watching in their place, and the gateway that
 * stands in for having no network at all.
 */
const otherControls: readonly Control[] = [
  'cgroup-memory',
  'cgroup-pids',
  'cgroup-cpu',
  'memory-watch',
  'egress-gateway',
]

/** The walls: without any one of these nothing runs. */
export const wallControls: readonly Control[] = controls.filter(
  (control) => !otherControls.includes(control),
)
