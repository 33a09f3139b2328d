/** Inspection of Python without running it: findings, and the capabilities that the code needs. */
export type { InspectPolicy } from './config.ts'
export { checkInspectPolicy, defaultInspectPolicy, inspectPolicySchema } from './config.ts'
export type { Explanation } from './explain.ts'
export { explain } from './explain.ts'
export type { Inspection, InspectOptions, Inspector } from './inspect.ts'
export { createInspector, inspect } from './inspect.ts'
export type { Family, Rule } from './rule.ts'
export { families, rules } from './rules/index.ts'
