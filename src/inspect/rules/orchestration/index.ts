import type { Family } from '../../rule.ts'
import { callbackAddress } from './callback-address.ts'
import { childUnlimited } from './child-unlimited.ts'
import { classFromSettings } from './class-from-settings.ts'
import { permissiveGuard } from './permissive-guard.ts'
import { sandboxListOpen } from './sandbox-list-open.ts'
import { secretInRepr } from './secret-in-repr.ts'
import { workflowTemplateShell } from './workflow-template-shell.ts'

export const orchestration: Family = {
  id: 'orchestration',
  title: 'Orchestration and sandboxes',
  rules: [
    callbackAddress,
    childUnlimited,
    classFromSettings,
    permissiveGuard,
    sandboxListOpen,
    secretInRepr,
    workflowTemplateShell,
  ],
}
