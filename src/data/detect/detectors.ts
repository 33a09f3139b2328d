import { contactDetectors } from './contacts.ts'
import type { Detector } from './detector.ts'
import { figureDetectors } from './figures.ts'
import { nationalDetectors } from './national-ids.ts'
import { paymentDetectors } from './payments.ts'
import { phoneDetectors } from './phones.ts'
import { securityDetectors } from './securities.ts'

/** Every detector that finds its values in text. */
export const detectors: readonly Detector[] = [
  ...securityDetectors,
  ...paymentDetectors,
  ...contactDetectors,
  ...phoneDetectors,
  ...nationalDetectors,
  ...figureDetectors,
]
