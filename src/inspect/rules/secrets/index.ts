import type { Family } from '../../rule.ts'
import { environmentRead } from './environment-read.ts'

export const secrets: Family = {
  id: 'secrets',
  title: 'Secrets',
  rules: [environmentRead],
}
