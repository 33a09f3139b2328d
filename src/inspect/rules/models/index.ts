import type { Family } from '../../rule.ts'
import { agentUnbounded } from './agent-unbounded.ts'
import { codeRunningTool } from './code-running-tool.ts'
import { dangerAllowed } from './danger-allowed.ts'
import { hiddenInstructions } from './hidden-instructions.ts'
import { modelAddressUnsafe } from './model-address-unsafe.ts'
import { modelCallUnbounded } from './model-call-unbounded.ts'
import { modelOutputAsMarkup } from './model-output-as-markup.ts'
import { modelOutputAsPlace } from './model-output-as-place.ts'
import { modelOutputInCommand } from './model-output-in-command.ts'
import { modelOutputInQuery } from './model-output-in-query.ts'
import { modelOutputLoaded } from './model-output-loaded.ts'
import { modelOutputRun } from './model-output-run.ts'
import { openModelServer } from './open-model-server.ts'
import { promptMixed } from './prompt-mixed.ts'
import { promptTemplateUnsafe } from './prompt-template-unsafe.ts'
import { safetyFilterOff } from './safety-filter-off.ts'
import { secretInPrompt } from './secret-in-prompt.ts'
import { toolArgumentOpen } from './tool-argument-open.ts'
import { toolServerCommand } from './tool-server-command.ts'
import { toolWithoutApproval } from './tool-without-approval.ts'
import { untrustedSystemPrompt } from './untrusted-system-prompt.ts'

export const models: Family = {
  id: 'models',
  title: 'Models, prompts and agents',
  rules: [
    agentUnbounded,
    codeRunningTool,
    dangerAllowed,
    hiddenInstructions,
    modelAddressUnsafe,
    modelCallUnbounded,
    modelOutputAsMarkup,
    modelOutputAsPlace,
    modelOutputInCommand,
    modelOutputInQuery,
    modelOutputLoaded,
    modelOutputRun,
    openModelServer,
    promptMixed,
    promptTemplateUnsafe,
    safetyFilterOff,
    secretInPrompt,
    toolArgumentOpen,
    toolServerCommand,
    toolWithoutApproval,
    untrustedSystemPrompt,
  ],
}
