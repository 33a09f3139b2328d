import type { Family } from '../../rule.ts'
import { importDenied } from './import-denied.ts'
import { importNotAllowed } from './import-not-allowed.ts'
import { starImport } from './star-import.ts'

export const imports: Family = {
  id: 'imports',
  title: 'Imports',
  rules: [importDenied, importNotAllowed, starImport],
}
