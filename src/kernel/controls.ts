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
