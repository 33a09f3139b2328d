import type { SeverityThreshold } from '../../kernel/severity.ts'

/** Policies for whole places, made of topics. */
export const environments: Readonly<
  Record<string, { readonly threshold: SeverityThreshold; readonly topics: readonly string[] }>
> = {
  /** On a developer's own machine: what is plainly dangerous. */
  development: { threshold: 'critical', topics: ['system-commands/high'] },
  /** Notebooks over shared data: no programs, no connections. */
  research: {
    threshold: 'high',
    topics: ['system-commands/high', 'dynamic-code/high', 'files/high', 'network/high'],
  },
  /** Unattended: everything that is more than a remark. */
  production: {
    threshold: 'medium',
    topics: ['system-commands', 'dynamic-code', 'files', 'network'],
  },
}
