import type { Family } from '../../rule.ts'
import { analysisTruncated } from './analysis-truncated.ts'
import { codeTooDeep } from './code-too-deep.ts'
import { scriptTooLarge } from './script-too-large.ts'
import { sourceUndecodable } from './source-undecodable.ts'
import { syntaxError } from './syntax-error.ts'

export const syntax: Family = {
  id: 'syntax',
  title: 'Syntax and encoding',
  rules: [analysisTruncated, codeTooDeep, scriptTooLarge, sourceUndecodable, syntaxError],
}
