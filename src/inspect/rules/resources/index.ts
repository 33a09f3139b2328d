import type { Family } from '../../rule.ts'
import { endlessLoop } from './endless-loop.ts'
import { hugeAllocation } from './huge-allocation.ts'
import { interactiveInput } from './interactive-input.ts'
import { threadsStarted } from './threads-started.ts'

export const resources: Family = {
  id: 'resources',
  title: 'Resource exhaustion',
  rules: [endlessLoop, hugeAllocation, interactiveInput, threadsStarted],
}
