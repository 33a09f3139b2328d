import type { Node } from '../../../python/nodes.ts'
import type { Report, Rule } from '../../rule.ts'
import { onDict, onFile } from '../../rule.ts'

const record =
  /\b(MRN|medical record (number|no\.?)|patient id)\b\s{0,3}[:#=]\s{0,3}[A-Z]{0,3}\d{5,12}\b/i
const icd = /^[A-TV-Z]\d{2}(\.\d{1,4}[A-Z]?)?$/

/** Records that join a person with an illness. */
export const medicalRecordInCode: Rule = {
  id: 'medical-record-in-code',
  title: 'A medical record is written in the code',
  layer: 'pattern',
  severity: 'medium',
  confidence: 0.65,
  persona: 'default',
  cwe: [359],
  owasp: ['A04:2021'],
  on: [
    onFile((context) =>
      context.texts.flatMap(({ text, node }) =>
        text.length < 20_000 && record.test(text) ? [report(node)] : [],
      ),
    ),
    onDict(/^(diagnosis|icd|icd10|icd_code|mrn|medical_record_number)$/i, ({ node }) => {
      const values = new Map(
        node.keys.map((key, i) => [
          key?.kind === 'Constant' ? String(key.value).toLowerCase() : '',
          node.values[i],
        ]),
      )
      const hasPerson = ['name', 'patient', 'patient_name', 'mrn', 'ssn'].some(
        (key) => values.get(key)?.kind === 'Constant',
      )
      const code =
        values.get('diagnosis') ??
        values.get('icd') ??
        values.get('icd10') ??
        values.get('icd_code')
      const isCode =
        code?.kind === 'Constant' && typeof code.value === 'string' && icd.test(code.value)
      const number = values.get('mrn') ?? values.get('medical_record_number')
      const isRecord =
        number?.kind === 'Constant' && /^([A-Z]{1,4}[- ]?)?\d{5,12}$/.test(String(number.value))
      const isBorn = ['dob', 'date_of_birth', 'birth_date', 'name'].some(
        (key) => values.get(key)?.kind === 'Constant',
      )
      return (hasPerson && isCode) || (isRecord && isBorn) ? report(node) : undefined
    }),
  ],
}

function report(at: Node): Report {
  return {
    message: 'The code holds what looks like a medical record of a person.',
    at,
    help: 'Take the data from a dataset, where access is governed.',
  }
}
