import type { Family } from '../../rule.ts'
import { copyleftImport } from './copyleft-import.ts'
import { modelLicence } from './model-licence.ts'
import { robotsIgnored } from './robots-ignored.ts'

export const licensing: Family = {
  id: 'licensing',
  title: 'Licensing',
  rules: [copyleftImport, modelLicence, robotsIgnored],
}
