import type { Family } from '../../rule.ts'
import { sqlInjection } from './sql-injection.ts'

export const queryInjection: Family = {
  id: 'query-injection',
  title: 'SQL and other query injection',
  rules: [sqlInjection],
}
