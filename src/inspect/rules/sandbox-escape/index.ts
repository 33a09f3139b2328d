import type { Family } from '../../rule.ts'
import { codeOffScreen } from './code-off-screen.ts'
import { computedAttribute } from './computed-attribute.ts'
import { dunderWalk } from './dunder-walk.ts'
import { exceptionGroupGadget } from './exception-group-gadget.ts'
import { exceptionObject } from './exception-object.ts'
import { exitHook } from './exit-hook.ts'
import { formatAttribute } from './format-attribute.ts'
import { formulaEvaluated } from './formula-evaluated.ts'
import { frameAccess } from './frame-access.ts'
import { functionRewritten } from './function-rewritten.ts'
import { guardNameBound } from './guard-name-bound.ts'
import { importPathChanged } from './import-path-changed.ts'
import { invisiblePayload } from './invisible-payload.ts'
import { libraryEvaluates } from './library-evaluates.ts'
import { loaderEnvironment } from './loader-environment.ts'
import { lookAlikeName } from './look-alike-name.ts'
import { methodByText } from './method-by-text.ts'
import { moduleHandedOn } from './module-handed-on.ts'
import { modulePatched } from './module-patched.ts'
import { namespaceAccess } from './namespace-access.ts'
import { nativeCode } from './native-code.ts'
import { operatorGadget } from './operator-gadget.ts'
import { privateMemberUsed } from './private-member-used.ts'
import { reexportedModule } from './reexported-module.ts'
import { sourceEncodingTrick } from './source-encoding-trick.ts'
import { specialNameText } from './special-name-text.ts'

export const sandboxEscape: Family = {
  id: 'sandbox-escape',
  title: 'Sandbox escape',
  rules: [
    codeOffScreen,
    computedAttribute,
    dunderWalk,
    exceptionGroupGadget,
    exceptionObject,
    exitHook,
    formatAttribute,
    formulaEvaluated,
    frameAccess,
    functionRewritten,
    guardNameBound,
    importPathChanged,
    invisiblePayload,
    libraryEvaluates,
    loaderEnvironment,
    lookAlikeName,
    methodByText,
    moduleHandedOn,
    modulePatched,
    namespaceAccess,
    nativeCode,
    operatorGadget,
    privateMemberUsed,
    reexportedModule,
    sourceEncodingTrick,
    specialNameText,
  ],
}
