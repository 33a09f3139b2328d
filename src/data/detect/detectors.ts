import { contactDetectors } from './contacts.ts'
import type { Detector } from './detector.ts'
import { figureDetectors } from './figures.ts'
import { nationalDetectors } from './national-ids.ts'
import { paymentDetectors } from './payments.ts'
import { peopleDetectors } from './people.ts'
import { phoneDetectors } from './phones.ts'
import { placeDetectors } from './places.ts'
import { securityDetectors } from './securities.ts'

/** Detectors that judge whole values as well as parts of texts. */
export const detectors: readonly Detector[] = [
  ...securityDetectors,
  ...paymentDetectors,
  ...contactDetectors,
  ...phoneDetectors,
  ...nationalDetectors,
  ...figureDetectors,
]

/** Every detector that finds its values in running text; what they take for a name or an address says little of a whole column. */
export const textDetectors: readonly Detector[] = [
  ...detectors,
  ...peopleDetectors,
  ...placeDetectors,
]
