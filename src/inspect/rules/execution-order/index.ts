import type { Family } from '../../rule.ts'
import { undefinedName } from './undefined-name.ts'
import { usedBeforeDefined } from './used-before-defined.ts'

export const executionOrder: Family = {
  id: 'execution-order',
  title: 'Execution order',
  rules: [undefinedName, usedBeforeDefined],
}
