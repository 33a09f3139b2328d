import type { Family } from '../../rule.ts'
import { dataSentAway } from './data-sent-away.ts'
import { frameFromAddress } from './frame-from-address.ts'
import { networkUsed } from './network-used.ts'
import { requestForgery } from './request-forgery.ts'

export const network: Family = {
  id: 'network',
  title: 'Network',
  rules: [dataSentAway, frameFromAddress, networkUsed, requestForgery],
}
