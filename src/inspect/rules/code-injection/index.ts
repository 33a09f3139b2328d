import type { Family } from '../../rule.ts'
import { decodedCode } from './decoded-code.ts'
import { dynamicCode } from './dynamic-code.ts'
import { dynamicImport } from './dynamic-import.ts'
import { frameExpression } from './frame-expression.ts'

export const codeInjection: Family = {
  id: 'code-injection',
  title: 'Code injection',
  rules: [decodedCode, dynamicCode, dynamicImport, frameExpression],
}
