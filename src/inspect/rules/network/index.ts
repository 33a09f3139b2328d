import type { Family } from '../../rule.ts'
import { frameFromAddress } from './frame-from-address.ts'
import { networkUsed } from './network-used.ts'

export const network: Family = {
  id: 'network',
  title: 'Network',
  rules: [frameFromAddress, networkUsed],
}
