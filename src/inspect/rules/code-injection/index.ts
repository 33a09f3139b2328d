import type { Family } from '../../rule.ts'
import { attributeFromOutside } from './attribute-from-outside.ts'
import { chatTemplateUnsandboxed } from './chat-template-unsandboxed.ts'
import { classFromOutside } from './class-from-outside.ts'
import { codeObjectMade } from './code-object-made.ts'
import { decodedCode } from './decoded-code.ts'
import { downloadedCode } from './downloaded-code.ts'
import { dynamicCode } from './dynamic-code.ts'
import { dynamicImport } from './dynamic-import.ts'
import { foreignLanguageRun } from './foreign-language-run.ts'
import { formatStringFromOutside } from './format-string-from-outside.ts'
import { frameExpression } from './frame-expression.ts'
import { inProcessSandbox } from './in-process-sandbox.ts'
import { interpreterOpened } from './interpreter-opened.ts'
import { ipythonCodeRun } from './ipython-code-run.ts'
import { loggingConfigCode } from './logging-config-code.ts'
import { restrictedEval } from './restricted-eval.ts'
import { symbolicParse } from './symbolic-parse.ts'
import { templateFromText } from './template-from-text.ts'
import { textRunByTool } from './text-run-by-tool.ts'

export const codeInjection: Family = {
  id: 'code-injection',
  title: 'Code injection',
  rules: [
    attributeFromOutside,
    chatTemplateUnsandboxed,
    classFromOutside,
    codeObjectMade,
    decodedCode,
    downloadedCode,
    dynamicCode,
    dynamicImport,
    foreignLanguageRun,
    formatStringFromOutside,
    frameExpression,
    inProcessSandbox,
    interpreterOpened,
    ipythonCodeRun,
    loggingConfigCode,
    restrictedEval,
    symbolicParse,
    templateFromText,
    textRunByTool,
  ],
}
