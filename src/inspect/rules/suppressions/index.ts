import type { Family } from '../../rule.ts'
import { suppressionUnknownRule } from './suppression-unknown-rule.ts'
import { suppressionUnused } from './suppression-unused.ts'
import { suppressionWithoutReason } from './suppression-without-reason.ts'

/** Comments that take findings out of a scan. */
export const suppressions: Family = {
  id: 'suppressions',
  title: 'Suppressions',
  rules: [suppressionUnknownRule, suppressionUnused, suppressionWithoutReason],
}
