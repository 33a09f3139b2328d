import type { Family } from '../../rule.ts'
import { xmlBuiltFromText } from './xml-built-from-text.ts'
import { xmlExpansion } from './xml-expansion.ts'
import { xmlExternalEntities } from './xml-external-entities.ts'
import { xsltFromOutside } from './xslt-from-outside.ts'

export const xml: Family = {
  id: 'xml',
  title: 'XML',
  rules: [xmlBuiltFromText, xmlExpansion, xmlExternalEntities, xsltFromOutside],
}
