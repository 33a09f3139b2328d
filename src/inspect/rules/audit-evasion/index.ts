import type { Family } from '../../rule.ts'
import { hiddenCharacters } from './hidden-characters.ts'

export const auditEvasion: Family = {
  id: 'audit-evasion',
  title: 'Audit evasion',
  rules: [hiddenCharacters],
}
