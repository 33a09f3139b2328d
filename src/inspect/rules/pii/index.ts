import type { Family } from '../../rule.ts'
import { accountNumberInCode } from './account-number-in-code.ts'
import { emailInCode } from './email-in-code.ts'
import { imagePlaceRead } from './image-place-read.ts'
import { medicalRecordInCode } from './medical-record-in-code.ts'
import { nationalIdInCode } from './national-id-in-code.ts'
import { personalColumnsShown } from './personal-columns-shown.ts'
import { personalDataHashed } from './personal-data-hashed.ts'
import { personalDataLogged } from './personal-data-logged.ts'
import { personalDataSent } from './personal-data-sent.ts'
import { phoneInCode } from './phone-in-code.ts'

export const pii: Family = {
  id: 'pii',
  title: 'Personal data',
  rules: [
    accountNumberInCode,
    emailInCode,
    imagePlaceRead,
    medicalRecordInCode,
    nationalIdInCode,
    personalColumnsShown,
    personalDataHashed,
    personalDataLogged,
    personalDataSent,
    phoneInCode,
  ],
}
